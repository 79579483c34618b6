import { filesInline } from '../record'
import { unsafeFiles } from '../safeFiles'
import type { Asked, Outcome } from './outcome'
import { counted, firstOf } from './words'

export function filesRule({ facts: { candidate }, name }: Asked): Outcome {
  const expected = 'no file that can run code when it is loaded'
  const unsafe = unsafeFiles(candidate.record)
  if (!unsafe)
    return {
      passed: false,
      expected,
      actual: 'not examined',
      message: `The files of ${name} were not examined, as there are more than ${filesInline.toLocaleString('en')}, so they are not known to be safe.`,
    }
  const named = unsafe.map(({ path, why }) => `${path} (${why})`)
  const count = candidate.record.files?.length ?? 0
  return {
    passed: !unsafe.length,
    expected,
    actual: unsafe.length ? named.join(', ') : `none of ${counted(count, 'file')}, by their names`,
    message: unsafe.length
      ? `${name} has ${counted(unsafe.length, 'file')} that can run code when loaded: ${firstOf(named)}; save the model as data only, such as safetensors, ONNX or skops.`
      : `${name} has ${counted(count, 'file')}, none of them named like one that can run code when loaded; contents were not read.`,
  }
}
