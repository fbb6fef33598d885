import { z } from 'zod'

export const DOWNLOAD_KINDS = ['cli', 'chart', 'bundle'] as const

/** A file that this control plane hands out. */
export const Download = z.object({
  name: z.string().regex(/^[A-Za-z0-9][\w.+-]*$/, 'a plain file name'),
  kind: z.enum(DOWNLOAD_KINDS),
  title: z.string(),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Download = z.infer<typeof Download>

/** `index.json` of the folder of downloads. */
export const Catalogue = z.object({ version: z.string(), items: z.array(Download) })
export type Catalogue = z.infer<typeof Catalogue>
