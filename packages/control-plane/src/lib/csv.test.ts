import { expect, test } from 'vitest'
import { csvHead, csvRows, type CsvColumn } from './csv.ts'

const columns: CsvColumn<{ name: string; count: number | null }>[] = [
  { header: 'Name', value: ({ name }) => name },
  { header: 'Count', value: ({ count }) => count },
]

test('commas, quotes and lines stay inside their cell, and nothing is not zero', () => {
  expect(csvHead(columns)).toBe('Name,Count\r\n')
  expect(csvRows(columns, [{ name: 'a, "b"\nc', count: 0 }])).toBe('"a, ""b""\nc",0\r\n')
  expect(csvRows(columns, [{ name: 'a', count: null }])).toBe('a,\r\n')
})

test('a text never becomes a formula, and a number below zero stays a number', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])
    expect(csvRows(columns, [{ name, count: -1 }])).toBe(`'${name},-1\r\n`)
})
