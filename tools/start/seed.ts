import type { Client } from '@fairlead/sdk'

/** Two departments share 64 simulated GPUs; their four projects are owed all of them. */
const DEPARTMENTS = [
  {
    name: 'research',
    gpus: 32,
    projects: [
      { name: 'vision', gpus: 24 },
      { name: 'speech', gpus: 8 },
    ],
  },
  {
    name: 'products',
    gpus: 32,
    projects: [
      { name: 'ranking', gpus: 24 },
      { name: 'chat', gpus: 8 },
    ],
  },
] as const

export const PROJECT_NAMES = DEPARTMENTS.flatMap(({ projects }) => projects.map(({ name }) => name))

/** Makes what is not there yet. What an earlier start left, and what its users changed, stays. */
export async function seedDemo(client: Client): Promise<void> {
  const departments = new Set((await client.departments.list()).map((department) => department.name))
  const projects = new Set((await client.projects.list()).map((project) => project.name))
  for (const department of DEPARTMENTS) {
    if (!departments.has(department.name)) {
      await client.departments.create({ name: department.name })
      await client.quotas.set({ department: department.name, gpu: { deserved: department.gpus } })
    }
    for (const project of department.projects) {
      if (projects.has(project.name)) continue
      await client.projects.create({ name: project.name, department: department.name })
      await client.quotas.set({ project: project.name, gpu: { deserved: project.gpus } })
    }
  }
}
