export interface Evictions {
  x: number
}
