/** Numbers in the narrowest array that holds all of them exactly. */
export type PackedNumbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

type PackedType = Float64ArrayConstructor | Uint32ArrayConstructor | Uint16ArrayConstructor | Uint8ArrayConstructor;

/** Returns the narrowest type that holds all numbers exactly. Negative and larger numbers need 64 bits. */
function findNarrowestType(numbers: Float64Array | readonly number[]): PackedType {
  let min = 0;
  let max = 0;
  for (const value of numbers) {
    if (value > max) max = value;
    else if (value < min) min = value;
  }
  if (min < 0 || max > 0xffff_ffff) return Float64Array;
  if (max > 0xffff) return Uint32Array;
  return max > 0xff ? Uint16Array : Uint8Array;
}

/**
 * Copies lists of numbers into the narrowest arrays that hold them exactly. All arrays share one buffer: a buffer of its own costs
 * an array about 300 bytes.
 */
export function packNumbers<Lists extends readonly (Float64Array | readonly number[])[]>(
  ...lists: Lists
): { [Position in keyof Lists]: PackedNumbers } {
  const packed = lists.map((numbers) => ({ numbers, type: findNarrowestType(numbers), offset: 0 }));
  let size = 0;
  // The widest come first, so that each begins at a multiple of its width.
  for (const list of packed.toSorted((one, other) => other.type.BYTES_PER_ELEMENT - one.type.BYTES_PER_ELEMENT)) {
    list.offset = size;
    size += list.numbers.length * list.type.BYTES_PER_ELEMENT;
  }
  const buffer = new ArrayBuffer(size);
  return packed.map(({ numbers, type: Type, offset }) => {
    const array = new Type(buffer, offset, numbers.length);
    array.set(numbers);
    return array;
  }) as { [Position in keyof Lists]: PackedNumbers };
}

/**
 * Adds the rows `start` to `end`, the last not included, to `into`, or subtracts them. A row has one number for each of `metrics`, the
 * positions in `into`.
 */
export function addColumns(
  into: Float64Array,
  numbers: PackedNumbers,
  metrics: readonly number[],
  start: number,
  end: number,
  sign: 1 | -1,
): void {
  const width = metrics.length;
  for (let slot = 0; slot < width; slot++) {
    let sum = 0;
    for (let at = start * width + slot; at < end * width; at += width) sum += numbers[at]!;
    into[metrics[slot]!]! += sign * sum;
  }
}

/** A buffer that every call uses again: a new one for each of 10,000 clients would leave the memory in pieces. */
export class ReusedBuffer {
  private numbers = new Float64Array(4096);

  /** Returns `length` zeros, valid until the next call. */
  clear(length: number): Float64Array {
    if (length > this.numbers.length) this.numbers = new Float64Array(2 * length);
    return this.numbers.subarray(0, length).fill(0);
  }
}
