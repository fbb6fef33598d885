/** Where the programs of a bundle lie, below the folder of their package.json. */
export const PROGRAMS_FOLDER = 'programs/main'
