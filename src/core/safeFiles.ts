import type { VersionRecord } from './record'

/**
 * Files that may run code when they are loaded, judged by their names alone: pickles, and what is known to hold
 * pickles. Contents are not read: a pickle under another name is not found, nor one in an archive, and formats that
 * are data unless asked otherwise (.npy, .npz, .h5, .keras, .onnx, .safetensors, .skops) are taken to be that.
 * undefined when the record does not list its files itself.
 */
export function unsafeFiles({ files }: Pick<VersionRecord, 'files'>): { path: string; why: string }[] | undefined {
  return files?.flatMap(({ path }) => {
    const why = dangerOf(path)
    return why === undefined ? [] : [{ path, why }]
  })
}

function dangerOf(path: string): string | undefined {
  const name = path
    .split('/')
    .at(-1)!
    .toLowerCase()
    .replace(/\.(gz|bz2|xz|lzma|z|zst|lz4)$/, '')
  return dangers.find(([pattern]) => pattern.test(name))?.[1]
}

const dangers: [RegExp, string][] = [
  [/\.(pkl|pickle|pck|pcl|cpkl|pkl\d|sav)$/, 'a pickle'],
  [/\.joblib$/, 'a pickle, by joblib'],
  [/\.(dill|cloudpickle)$/, 'a pickle with code in it'],
  [/\.(pt|pth|pt2|ckpt|ptl)(\.tar)?$/, 'a pickle, by PyTorch'],
  // Of the names that end in .bin, those that PyTorch and its friends write.
  [
    /^(pytorch_model|diffusion_pytorch_model|adapter_model|pytorch_lora_weights|training_args|optimizer|scheduler|consolidated)([._-].*)?\.bin$/,
    'a pickle, by PyTorch',
  ],
  [/\.(mar|nemo)$/, 'an archive with a pickle in it'],
]
