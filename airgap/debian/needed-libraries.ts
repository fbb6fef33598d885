import { readFileSync } from 'node:fs'

const PT_LOAD = 1
const PT_DYNAMIC = 2
const PT_INTERP = 3
const DT_NEEDED = 1n
const DT_STRTAB = 5n

export interface Needs {
  /** Names such as `libc.so.6`. */
  libraries: string[]
  /** The loader of a program, as an absolute path; a library has none. */
  loader: string | undefined
}

/**
 * What a 64-bit ELF file asks the loader for, read from the file itself, so that files of another architecture can be read too (System V ABI, "Program Loading and Dynamic
 * Linking"). Answers undefined for a file of another kind; a static program needs nothing.
 */
export function neededLibraries(file: string): Needs | undefined {
  const elf = readFileSync(file)
  const isElf64 = elf.length > 64 && elf.readUInt32BE(0) === 0x7f454c46 && elf[4] === 2 && elf[5] === 1
  if (!isElf64) return undefined
  const headers = programHeaders(elf)
  const interpreter = headers.find(({ type }) => type === PT_INTERP)
  const loader = interpreter && elf.toString('latin1', interpreter.offset, interpreter.offset + interpreter.size - 1)
  const dynamic = headers.find(({ type }) => type === PT_DYNAMIC)
  if (!dynamic) return { libraries: [], loader }
  const entries: { tag: bigint; value: bigint }[] = []
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16)
    entries.push({ tag: elf.readBigUInt64LE(at), value: elf.readBigUInt64LE(at + 8) })
  const table = entries.find(({ tag }) => tag === DT_STRTAB)?.value ?? 0n
  const home = headers.find(
    ({ type, address, size }) => type === PT_LOAD && table >= address && table < address + BigInt(size),
  )
  if (!home) throw new Error(`${file} names libraries and has no table of names`)
  const names = home.offset + Number(table - home.address)
  const libraries = entries
    .filter(({ tag }) => tag === DT_NEEDED)
    .map(({ value }) => {
      const start = names + Number(value)
      return elf.toString('latin1', start, elf.indexOf(0, start))
    })
  return { libraries, loader }
}

function programHeaders(elf: Buffer): { type: number; offset: number; address: bigint; size: number }[] {
  const start = Number(elf.readBigUInt64LE(32))
  const width = elf.readUInt16LE(54)
  return Array.from({ length: elf.readUInt16LE(56) }, (_, index) => {
    const at = start + index * width
    return {
      type: elf.readUInt32LE(at),
      offset: Number(elf.readBigUInt64LE(at + 8)),
      address: elf.readBigUInt64LE(at + 16),
      size: Number(elf.readBigUInt64LE(at + 32)),
    }
  })
}
