/** Where the programs of a bundle lie, below the folder of their package.json. */
export const PROGRAMS_FOLDER = 'programs/main'
/** A mirror from which Terraform and OpenTofu install the provider. */
export const TERRAFORM_FOLDER = 'terraform'
