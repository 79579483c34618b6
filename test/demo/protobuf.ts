/** One field of a protobuf message, encoded; a message is its fields in a row. */
export type Field = Uint8Array

export function message(...fields: readonly (Field | readonly Field[])[]): Uint8Array {
  return Buffer.concat(fields.flat())
}

/** Whole numbers from 0 to 2^53. */
export function varint(field: number, value: number): Field {
  return Buffer.from([...base128(field * 8), ...base128(value)])
}

export function float(field: number, value: number): Field {
  const body = Buffer.alloc(4)
  body.writeFloatLE(value)
  return Buffer.concat([Buffer.from(base128(field * 8 + 5)), body])
}

/** A text, bytes or a message inside a message. */
export function bytes(field: number, value: string | Uint8Array): Field {
  const body = Buffer.from(value)
  return Buffer.concat([Buffer.from([...base128(field * 8 + 2), ...base128(body.length)]), body])
}

function base128(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...base128(Math.floor(value / 128))]
}
