# Clusters, departments, projects and quotas of a control plane. docs/terraform.md says where the provider comes from, also without a network.
#
#   export FAIRLEAD_URL=https://fairlead.site.internal FAIRLEAD_TOKEN_FILE=$HOME/.fairlead-token
#   tofu init && tofu apply && tofu plan -detailed-exitcode   # the second plan is empty and ends with 0

terraform {
  required_version = ">= 1.6"
  required_providers {
    fairlead = {
      source = "fairlead.dev/fairlead/fairlead"
    }
  }
}

# The control plane's address and a token come from the environment; FAIRLEAD_CA names the authority of its certificate.
provider "fairlead" {}

variable "clusters" {
  description = "Clusters by name, with labels"
  type        = map(object({ labels = optional(map(string)) }))
  default     = { hall-a = { labels = { site = "north" } } }
}

variable "departments" {
  description = "Departments by name; gpus is what each is owed of the default node pool"
  type        = map(object({ gpus = number }))
  default     = { research = { gpus = 24 } }
}

variable "projects" {
  description = "Projects by name; gpus is what each is owed of the default node pool, limit the most that it may hold"
  type        = map(object({ department = string, gpus = number, limit = optional(number) }))
  default = {
    vision   = { department = "research", gpus = 8, limit = 16 }
    language = { department = "research", gpus = 16 }
  }
}

resource "fairlead_cluster" "all" {
  for_each  = var.clusters
  name      = each.key
  labels    = each.value.labels
  token_ttl = "24h"
}

resource "fairlead_department" "all" {
  for_each = var.departments
  name     = each.key
}

resource "fairlead_quota" "departments" {
  for_each   = var.departments
  department = fairlead_department.all[each.key].name
  gpu        = { deserved = each.value.gpus }
}

resource "fairlead_project" "all" {
  for_each   = var.projects
  name       = each.key
  department = fairlead_department.all[each.value.department].name
}

resource "fairlead_quota" "projects" {
  for_each = var.projects
  project  = fairlead_project.all[each.key].name
  gpu      = { deserved = each.value.gpus, limit = each.value.limit }
}

# Good once, for whoever installs the agent: by Argo CD, Flux or the installer. tofu output -json join_tokens
output "join_tokens" {
  value     = { for name, cluster in fairlead_cluster.all : name => cluster.join_token }
  sensitive = true
}
