# Clusters, departments, projects and quotas of a control plane by its REST API. It needs no provider but the one that Terraform and OpenTofu bring, so it works without a network:
#
#   export TF_VAR_url=https://fairlead.site.internal TF_VAR_token_file=$HOME/.fairlead-token
#   tofu init && tofu apply && tofu plan -detailed-exitcode   # the second plan is empty and ends with 0
#
# What was changed elsewhere is not looked for: a change here sends the whole of it again.

terraform {
  required_version = ">= 1.6"
}

variable "url" {
  description = "Scheme, host and port of the control plane"
  type        = string
}

variable "token_file" {
  description = "File with a token that may write clusters, projects and quotas"
  type        = string
}

variable "ca_file" {
  description = "Authority of the control plane's certificate; empty: the system's"
  type        = string
  default     = ""
}

variable "clusters" {
  description = "Clusters by name, with labels"
  type        = map(object({ labels = optional(map(string), {}) }))
  default     = { hall-a = { labels = { site = "north" } } }
}

variable "departments" {
  type    = set(string)
  default = ["research"]
}

variable "projects" {
  description = "Projects by name; gpus is what each is owed of the default node pool"
  type        = map(object({ department = string, gpus = number }))
  default = {
    vision   = { department = "research", gpus = 8 }
    language = { department = "research", gpus = 16 }
  }
}

locals {
  call = "${path.module}/call.sh"
  environment = {
    FAIRLEAD_URL        = var.url
    FAIRLEAD_TOKEN_FILE = var.token_file
    FAIRLEAD_CA_FILE    = var.ca_file
  }
}

resource "terraform_data" "department" {
  for_each         = var.departments
  triggers_replace = { body = jsonencode({ name = each.key }) }

  provisioner "local-exec" {
    command     = "${local.call} POST /departments"
    environment = merge(local.environment, { BODY = self.triggers_replace.body })
  }
}

resource "terraform_data" "project" {
  for_each         = var.projects
  triggers_replace = { body = jsonencode({ name = each.key, department = each.value.department }) }
  depends_on       = [terraform_data.department]

  provisioner "local-exec" {
    command     = "${local.call} POST /projects"
    environment = merge(local.environment, { BODY = self.triggers_replace.body })
  }
}

resource "terraform_data" "quota" {
  for_each = var.projects
  triggers_replace = {
    body = jsonencode({ project = each.key, gpu = { deserved = each.value.gpus } })
  }
  depends_on = [terraform_data.project]

  provisioner "local-exec" {
    command     = "${local.call} PUT /quotas"
    environment = merge(local.environment, { BODY = self.triggers_replace.body })
  }
}

# The join token of each new cluster lies in join-NAME.token, good once: hand it to whoever installs the agent, by Argo CD, Flux or the installer.
resource "terraform_data" "cluster" {
  for_each         = var.clusters
  triggers_replace = { body = jsonencode({ name = each.key, labels = each.value.labels }) }

  provisioner "local-exec" {
    command = "${local.call} POST /clusters"
    environment = merge(local.environment, {
      BODY      = self.triggers_replace.body
      SAVE_JOIN = "join-${each.key}.token"
    })
  }
}
