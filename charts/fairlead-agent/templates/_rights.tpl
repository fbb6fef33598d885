{{/* What is switched on, by the names in rights.yaml. */}}
{{- define "fairlead-agent.options" -}}
identity.allowCreate: {{ .Values.identity.allowCreate }}
metrics: {{ .Values.metrics }}
policy.exec: {{ eq (toString .Values.policy.exec) "true" }}
policy.selfUpgrade: {{ ne (toString .Values.policy.selfUpgrade) "false" }}
secrets.check: {{ .Values.secrets.check }}
kinds.jobset: {{ .Values.kinds.jobset }}
kinds.trainer: {{ .Values.kinds.trainer }}
kinds.ray: {{ .Values.kinds.ray }}
kinds.kserve: {{ .Values.kinds.kserve }}
clusterRead.nodes: {{ .Values.clusterRead.nodes }}
clusterRead.pods: {{ .Values.clusterRead.pods }}
clusterRead.identity: {{ .Values.clusterRead.identity }}
clusterRead.storageClasses: {{ .Values.clusterRead.storageClasses }}
clusterRead.customResourceDefinitions: {{ .Values.clusterRead.customResourceDefinitions }}
jobApi.enabled: {{ .Values.jobApi.enabled }}
kubelet.direct: {{ eq .Values.clusterRead.kubelet "direct" }}
kubelet.proxy: {{ eq .Values.clusterRead.kubelet "proxy" }}
namespaces.create: {{ .Values.namespaces.create }}
{{- end }}

{{/* The objects that rights are for, by the names in rights.yaml. Empty: all. */}}
{{- define "fairlead-agent.names" -}}
identity: [{{ include "fairlead-agent.identitySecret" . }}]
lease: [{{ include "fairlead-agent.lease" . }}]
self: [{{ include "fairlead-agent.fullname" . }}]
checked: {{ .Values.secrets.names | toJson }}
kubeSystem: [kube-system]
projectRole: [{{ include "fairlead-agent.projectRole" . }}]
{{- end }}

{{/* The rules of one scope, each with the reason for each verb. Takes the root and the scope. */}}
{{- define "fairlead-agent.rules" -}}
{{- $root := index . 0 -}}
{{- $rights := index ($root.Files.Get "rights.yaml" | fromYaml) (index . 1) -}}
{{- $options := include "fairlead-agent.options" $root | fromYaml -}}
{{- $names := include "fairlead-agent.names" $root | fromYaml -}}
{{- range $rights }}
{{- if or (not .option) (index $options .option) }}
{{- range $verb, $reason := .verbs }}
# {{ $verb }}: {{ $reason }}
{{- end }}
- apiGroups: [{{ .group | squote }}]
  resources: [{{ .resource }}]
  {{- with and .names (index $names .names) }}
  resourceNames: {{ . | toJson }}
  {{- end }}
  verbs: [{{ keys .verbs | sortAlpha | join ", " }}]
{{- end }}
{{- end }}
{{- end }}
