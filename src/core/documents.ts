import * as z from 'zod'
import { type Metric, Metric as MetricShape } from './metric'
import { Param, Signature, type SignatureField } from './record'

// What --metrics, --params and --signature files may hold. Throws a ZodError where they do not.

const Finite = z.number({ error: 'a metric is a finite number' })
type Nested = number | { [name: string]: Nested }
const Nested: z.ZodType<Nested> = z.lazy(() => z.union([Finite, z.record(z.string(), Nested)]))
const Listed = z.array(MetricShape.extend({ value: Finite }).strict())

/**
 * Metrics: a list of `{name, value, slice?, dataset?}`; or an object of numbers whose names may be `name/slice`.
 * Objects inside of it, as in DVC's metrics.json, become dotted names.
 */
export const MetricsDocument = z.union([Listed, z.record(z.string(), Nested)])

export function metricsOf(document: unknown): Metric[] {
  if (Array.isArray(document)) return Listed.parse(document)
  return flat(z.record(z.string(), z.unknown()).parse(document), '')
}

function flat(values: Record<string, unknown>, prefix: string): Metric[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (typeof value === 'object' && value !== null) return flat({ ...value }, `${prefix}${key}.`)
    const [name = '', ...slice] = `${prefix}${key}`.split('/')
    const measured = z.object({ [name]: Finite }).parse({ [name]: value })[name]!
    const metric = { name, value: measured, ...(slice.length ? { slice: slice.join('/') } : {}) }
    return [z.object({ [key]: MetricShape }).parse({ [key]: metric })[key]!]
  })
}

/** Params: an object; objects and lists inside of it become dotted names. */
export const ParamsDocument = z.record(z.string(), z.json())

export function paramsOf(document: unknown): Record<string, Param> {
  const params: Record<string, Param> = {}
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) add(name ? `${name}.${key}` : key, inner)
    else params[name] = Param.parse(value)
  }
  add('', ParamsDocument.parse(document))
  return params
}

const Part = z.union([z.array(z.record(z.string(), z.json())), z.string()]).nullish()
/** A signature: `{inputs, outputs, params}`, each a list of fields as here or as in an MLmodel, where it may be JSON text. */
export const SignatureDocument = z.object({ inputs: Part, outputs: Part, params: Part })

export function signatureOf(document: unknown): Signature {
  const { inputs, outputs, params } = SignatureDocument.parse(document)
  const fields = (part: z.infer<typeof Part>): SignatureField[] => {
    const list: unknown = typeof part === 'string' ? JSON.parse(part) : (part ?? [])
    return z.array(z.record(z.string(), z.json())).parse(list).map(fieldOf)
  }
  return Signature.parse({
    inputs: fields(inputs),
    ...(outputs ? { outputs: fields(outputs) } : {}),
    ...(params ? { params: fields(params) } : {}),
  })
}

const Tensor = z.object({ dtype: z.string(), shape: z.array(z.int()) })

/** MLflow writes tensors as `{type: tensor, tensor-spec: {dtype, shape}}`, columns as we do. */
function fieldOf(field: Record<string, unknown>): SignatureField {
  const { 'tensor-spec': spec, ...rest } = field
  const tensor = Tensor.safeParse(spec)
  const type = tensor.success ? { type: tensor.data.dtype, shape: tensor.data.shape } : {}
  return { ...rest, ...type } as SignatureField
}
