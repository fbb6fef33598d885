import { expect, test } from 'vitest'
import { differences } from './differences.ts'

const contents = (sequences: string[]) => ({ tables: [], sequences, hash: sequences.join() })

test('a sequence that has gone on while the dump was made has lost nothing; one that is behind, or gone, has', () => {
  const wanted = contents(['public.a_seq 9', 'public.b_seq unused', 'public.c_seq 4', 'public.d_seq 1'])
  const found = contents(['public.a_seq 10', 'public.b_seq 1', 'public.c_seq 3'])
  expect(differences(wanted, found)).toEqual(['sequence not at public.c_seq 4', 'sequence not at public.d_seq 1'])
})
