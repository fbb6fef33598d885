import { z } from 'zod'

const file = z.string().min(1)

/** What every control plane may be told, wherever it runs. */
export const BACKEND_COMMON = {
  /** A signed licence, and the public keys to check it with. Whatever it says, work goes on. */
  licence: z.strictObject({ file, keysFile: file }).optional(),
  /** Hosts outside of private ranges that the control plane may reach, as its mode allows: names and addresses, each with a port or without, and ranges. */
  egressHosts: z
    .array(
      z
        .string()
        .regex(
          /^(?:(?:\[[0-9a-fA-F:.]+\]|[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::\d{1,5})?|[0-9a-fA-F:.]+\/\d{1,3})$/,
          'must be a name or an address, with a port or without, or a range such as 203.0.113.0/24',
        ),
    )
    .default([]),
}
