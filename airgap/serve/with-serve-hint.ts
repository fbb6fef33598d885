import type { Site } from '../site/site.ts'

/** A sentence about a registry that does not answer, with what to do where it is our own. */
export function withServeHint({ serve, url }: Pick<Site['registry'], 'serve' | 'url'>, sentence: string): string {
  if (serve === undefined) return sentence
  return `${sentence}; this site has no registry, so ./airgap serve -f site.yaml has to run at ${new URL(url).host}`
}
