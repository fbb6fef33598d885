import type { Architecture } from './release.ts'

/** Where images have the loader of their programs, below their root, and the folder name of their libraries. */
export const LOADERS = {
  amd64: { loader: 'lib64/ld-linux-x86-64.so.2', triplet: 'x86_64-linux-gnu' },
  arm64: { loader: 'lib/ld-linux-aarch64.so.1', triplet: 'aarch64-linux-gnu' },
} as const satisfies Record<Architecture, { loader: string; triplet: string }>
