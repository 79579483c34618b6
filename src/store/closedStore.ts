import type { ObjectStore } from './objectStore'

/** A store that is not to be talked to: whatever it is asked, it throws what `refusal` makes. */
export function closedStore(address: string, refusal: () => Error): ObjectStore {
  const refuse = async (): Promise<never> => {
    throw refusal()
  }
  return {
    address,
    check: refuse,
    get: refuse,
    putNew: refuse,
    // oxlint-disable-next-line require-yield -- it ends before there is anything to list
    async *list() {
      throw refusal()
    },
    // oxlint-disable-next-line require-yield -- it ends before there is anything to list
    async *sizes() {
      throw refusal()
    },
    sizeOf: refuse,
    putFile: refuse,
    getFile: refuse,
    hashOf: refuse,
    replaceDamaged: refuse,
    now: refuse,
  }
}
