export * from './delta.ts'
export * from './explanation.ts'
export * from './plan.ts'
export * from './policy.ts'
