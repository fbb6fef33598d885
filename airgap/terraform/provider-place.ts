/** Where configurations say that the provider comes from. Nothing answers there: it is taken from a mirror in a folder. */
export const PROVIDER_SOURCE = 'fairlead.dev/fairlead/fairlead'

/** The folder of the provider for one platform in a mirror in the unpacked layout, and the name of the program in it. */
export function providerPlace(version: string, platform: string): { folder: string; program: string } {
  return { folder: `${PROVIDER_SOURCE}/${version}/${platform}`, program: `terraform-provider-fairlead_v${version}` }
}
