import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument } from 'yaml'
import { ZodError } from 'zod'
import { metricsOf, paramsOf, signatureOf } from '../core/documents'
import { badFile, badMetric, noSuchPath } from '../core/errors'
import type { Metric } from '../core/metric'
import type { Param, Signature } from '../core/record'

// Files that people hand over with --metrics, --params and --signature: JSON or YAML.

export async function readMetricsFile(path: string): Promise<Metric[]> {
  const document = await readDocument(path)
  return shaped(
    path,
    () => metricsOf(document),
    (problem) => badMetric(`in ${path}`, problem),
  )
}

export async function readParamsFile(path: string): Promise<Record<string, Param>> {
  const document = await readDocument(path)
  return shaped(path, () => paramsOf(document))
}

export async function readSignatureFile(path: string): Promise<Signature> {
  const document = await readDocument(path)
  return shaped(path, () => signatureOf(document))
}

/** JSON is YAML, too, so one parser reads both. */
async function readDocument(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw noSuchPath(path)
  })
  return notTooDeep(path, () => parsed(path, text))
}

function parsed(path: string, text: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw badFile(`${path}:${line}:${col}`, broken.message)
  }
  return document.toJS() as unknown
}

/** What is inside of itself without end runs out of stack, wherever one looks into it. */
function notTooDeep<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw badFile(path, 'it is nested too deep')
    throw error
  }
}

function shaped<T>(path: string, read: () => T, refusal = (problem: string) => badFile(path, problem)): T {
  try {
    return notTooDeep(path, read)
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const { path: where, message } = error.issues[0]!
    throw refusal([where.join('.'), message].filter(Boolean).join(': ').replace(/\.$/, ''))
  }
}
