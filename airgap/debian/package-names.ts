/** What Node and our native module need. */
export const RUNTIME_PACKAGES = ['gcc-12-base', 'libc6', 'libgcc-s1', 'libstdc++6'] as const

/** PostgreSQL, its programs for backups, and what their files refer to. */
export const POSTGRESQL_PACKAGES = [
  ...RUNTIME_PACKAGES,
  'dash',
  'libcap2',
  'libcom-err2',
  'libffi8',
  'libgcrypt20',
  'libgmp10',
  'libgnutls30',
  'libgpg-error0',
  'libgssapi-krb5-2',
  'libhogweed6',
  'libicu72',
  'libidn2-0',
  'libk5crypto3',
  'libkeyutils1',
  'libkrb5-3',
  'libkrb5support0',
  'libldap-2.5-0',
  'liblz4-1',
  'liblzma5',
  'libnettle8',
  'libp11-kit0',
  'libpam0g',
  'libaudit1',
  'libcap-ng0',
  'libpq5',
  'libreadline8',
  'libsasl2-2',
  'libssl3',
  'libsystemd0',
  'libtasn1-6',
  'libtinfo6',
  'libunistring2',
  'libuuid1',
  'libxml2',
  'libzstd1',
  'libc-bin',
  'postgresql-15',
  'postgresql-client-15',
  'tzdata',
  'zlib1g',
] as const

/** Texts of licences that Debian's copyright files refer to. Nothing else of it is used. */
export const LICENCE_PACKAGES = ['base-files'] as const

/** Without dependencies: the closure is chosen by hand and checked by the loader's own rules when an image is made. */
export const ALL_PACKAGES: readonly string[] = [
  ...new Set<string>([...RUNTIME_PACKAGES, ...POSTGRESQL_PACKAGES, ...LICENCE_PACKAGES]),
].toSorted()
