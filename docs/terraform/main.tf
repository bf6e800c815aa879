# Strata with Terraform: a service account, the source's contact point, the data sources and the settings of the app.
# The provider has no resource for the settings of an app, so they are a provisioning file that Grafana reads at its start.

terraform {
  required_version = ">= 1.5"
  required_providers {
    grafana = {
      source  = "grafana/grafana"
      version = ">= 4.45"
    }
    local = {
      source  = "hashicorp/local"
      version = ">= 2.4"
    }
    random = {
      source  = "hashicorp/random"
      version = ">= 3.5"
    }
  }
}

variable "grafana_url" {
  description = "Where people open Grafana, with its sub-path"
  type        = string
}

variable "grafana_auth" {
  description = "Token of a service account with the role Admin, or user:password"
  type        = string
  sensitive   = true
}

variable "provisioning_folder" {
  description = "The provisioning folder of Grafana, as this machine sees it"
  type        = string
  default     = "/etc/grafana/provisioning"
}

variable "prometheus_url" {
  type = string
}

variable "slack_webhook" {
  type      = string
  sensitive = true
}

provider "grafana" {
  url  = var.grafana_url
  auth = var.grafana_auth
}

resource "random_password" "source" {
  length  = 40
  special = false
}

locals {
  # docs/configuration.md describes every field; Settings, Import and export writes the one of a Grafana that runs already.
  settings = {
    staleAfter = "9h"
    sources    = [{ id = "grafana", name = "Grafana", kind = "grafana" }]
    channels   = [{ name = "ops", kind = "slack", to = ["@here"] }]
    contacts   = [{ login = "ann", name = "Ann", email = "ann@example.com" }]
    rotations  = [{ name = "primary-on-call", members = ["ann"], start = "2026-01-05", every = "weekly", weekday = "monday", timeZone = "Europe/Vienna" }]
    retention  = { incidents = "400d" }
  }
}

resource "local_sensitive_file" "strata" {
  filename        = "${var.provisioning_folder}/plugins/strata.yaml"
  file_permission = "0640"
  # Grafana puts its environment in the place of $NAME, so every dollar sign of the settings and secrets is written twice.
  content = replace(yamlencode({
    apiVersion = 1
    apps = [{
      type     = "strata-sre-app"
      org_id   = 1
      disabled = false
      jsonData = local.settings
      secureJsonData = {
        "sourceToken.Grafana" = random_password.source.result
        "channelUrl.ops"      = var.slack_webhook
      }
    }]
  }), "$", "$$")
}

resource "grafana_service_account" "ingest" {
  name = "strata-ingest"
  role = "Viewer"
}

resource "grafana_service_account_token" "ingest" {
  name               = "strata-ingest"
  service_account_id = grafana_service_account.ingest.id
}

resource "grafana_contact_point" "strata" {
  name = "Strata"
  webhook {
    url                       = "${var.grafana_url}/api/plugins/strata-sre-app/resources/ingest/grafana"
    authorization_scheme      = "Bearer"
    authorization_credentials = grafana_service_account_token.ingest.key
    headers = {
      "X-Strata-Token" = random_password.source.result
    }
  }
}

# This is the whole policy tree of the organisation: merge it with the one that is there.
resource "grafana_notification_policy" "root" {
  contact_point   = grafana_contact_point.strata.name
  group_by        = ["alertname", "cluster", "namespace", "service"]
  group_wait      = "10s"
  group_interval  = "1m"
  repeat_interval = "4h"
}

resource "grafana_data_source" "prometheus" {
  uid  = "prometheus"
  name = "Prometheus"
  type = "prometheus"
  url  = var.prometheus_url
}

# The dashboards come with the app; Terraform must not have them, too.
resource "grafana_playlist" "noc" {
  name     = "Strata: operations room"
  interval = "1m"
  dynamic "item" {
    for_each = ["strata-operations", "strata-layers", "strata-triage"]
    content {
      order = item.key + 1
      type  = "dashboard_by_uid"
      value = item.value
    }
  }
}

resource "grafana_data_source" "incidents" {
  uid  = "strata-incidents"
  name = "Strata incidents"
  type = "strata-incidents-datasource"
}
