/** One guard of the planner, broken on purpose. A test must notice. */
export interface Mutation {
  /** What the planner does wrong with it. */
  name: string
  /** Below `src`. */
  file: string
  /** Stands exactly once in the file. */
  text: string
  replacement: string
}
