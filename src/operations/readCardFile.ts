import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { cardTooLarge } from '../core/cardErrors'
import { badFile, noSuchPath } from '../core/errors'
import { cardLimit } from './saveCard'

/** A card as somebody wrote it; `-` is what comes in. Throws no-such-path, bad-file where it is no text, or card-too-large. */
export async function readCardFile(path: string): Promise<string> {
  const name = path === '-' ? 'What came in' : path
  const bytes = await (path === '-' ? buffer(process.stdin) : readFile(path)).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'EISDIR' ? badFile(path, 'it is a folder') : noSuchPath(path)
  })
  if (bytes.length > cardLimit) throw cardTooLarge(bytes.length)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw badFile(name, 'it is no text in UTF-8')
  }
}

/** Is a file meant, or a version? What is there as a file is one. */
export const isCardFile = (text: string): boolean => text === '-' || existsSync(text) || !/@|^models:\//.test(text)
