// Made by tools/gen-changelog.ts from changes/. Do not edit.
export const CHANGELOG: readonly { version: string; changes: readonly { area: string; text: string }[] }[] = []
