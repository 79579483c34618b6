import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { S3Settings } from '../../src/store/s3Settings'
import { Scratch } from '../cli/pedigree'
import { anywhere, environment } from './server'

/** A place in the bucket where nothing is, and people who use it, each on a machine of their own. */
export class People {
  readonly place: S3Settings = anywhere()
  private readonly all: Scratch[] = []

  get url(): string {
    return this.place.url
  }

  /** Somebody with an empty folder, who reaches the bucket by `endpoint`. */
  person(name: string, endpoint = this.place.endpoint): Scratch {
    const person = new Scratch()
    Object.assign(person.env, environment({ ...this.place, endpoint }), {
      PEDIGREE_ACTOR: `${name} <${name.toLowerCase()}@example.com>`,
      CI: '',
    })
    this.all.push(person)
    return person
  }

  /** Somebody with a workspace of the registry in the bucket. */
  async colleague(name: string, endpoint?: string): Promise<Scratch> {
    const person = this.person(name, endpoint)
    await person.ok('clone', this.url, '.')
    return person
  }

  remove(): void {
    for (const person of this.all) person.remove()
  }
}

export function aFolder(person: Scratch, name: string): string {
  mkdirSync(join(person.folder, name))
  return join(person.folder, name)
}
