{{- define "fairlead-agent.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "fairlead-agent.selector" -}}
app.kubernetes.io/name: fairlead-agent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "fairlead-agent.labels" -}}
{{ include "fairlead-agent.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: fairlead
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "fairlead-agent.image" -}}
{{- $name := .Values.image.repository -}}
{{- with .Values.image.registry -}}{{- $name = printf "%s/%s" . $name -}}{{- end -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $name .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{- define "fairlead-agent.repository" -}}
{{- with .Values.image.registry -}}{{ . }}/{{- end -}}{{- .Values.image.repository -}}
{{- end }}

{{- define "fairlead-agent.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "fairlead-agent.fullname" .) -}}
{{- end }}

{{- define "fairlead-agent.identitySecret" -}}
{{- .Values.identity.secretName | default (printf "%s-identity" (include "fairlead-agent.fullname" .)) -}}
{{- end }}

{{- define "fairlead-agent.lease" -}}
{{- include "fairlead-agent.fullname" . -}}
{{- end }}

{{/* Objects of the whole cluster carry the namespace, so that two agents in one cluster do not meet. */}}
{{- define "fairlead-agent.clusterName" -}}
{{- printf "%s.%s" .Release.Namespace (include "fairlead-agent.fullname" .) -}}
{{- end }}

{{- define "fairlead-agent.projectRole" -}}
{{- printf "%s.project" (include "fairlead-agent.clusterName" .) -}}
{{- end }}

{{/* Name of this agent in the label of the namespaces that it made. */}}
{{- define "fairlead-agent.label" -}}
{{- include "fairlead-agent.clusterName" . | trunc 63 | trimSuffix "-" | trimSuffix "." -}}
{{- end }}

{{- define "fairlead-agent.subjects" -}}
- kind: ServiceAccount
  name: {{ include "fairlead-agent.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{/* What the cluster's owner allows, without what was not said. */}}
{{- define "fairlead-agent.policy" -}}
{{- $policy := dict -}}
{{- range $key, $value := .Values.policy -}}
{{- if not (kindIs "invalid" $value) -}}{{- $_ := set $policy $key $value -}}{{- end -}}
{{- end -}}
{{- if not (hasKey $policy "namespaces") -}}{{- $_ := set $policy "namespaces" .Values.projectNamespaces -}}{{- end -}}
{{- $policy | toPrettyJson -}}
{{- end }}

{{/* Where runs may be: the projects, and what the agent may make. */}}
{{- define "fairlead-agent.namespaces" -}}
{{- $names := .Values.projectNamespaces -}}
{{- if .Values.namespaces.create -}}{{- $names = concat $names .Values.policy.namespaces | uniq -}}{{- end -}}
{{- join "," $names -}}
{{- end }}

{{- define "fairlead-agent.hasCa" -}}
{{- if or .Values.ca.existingSecret .Values.ca.existingConfigMap -}}true{{- end -}}
{{- end }}

{{- define "fairlead-agent.hasProxy" -}}
{{- if or .Values.proxy.httpsProxy .Values.proxy.existingSecret -}}true{{- end -}}
{{- end }}

{{/* Port of the control plane, from its URL. */}}
{{- define "fairlead-agent.controlPlanePort" -}}
{{- $url := urlParse .Values.controlPlane.url -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- end }}

{{/* What the schema cannot say. */}}
{{- define "fairlead-agent.validate" -}}
{{- $_ := required "controlPlane.url is missing: say where the control plane is, for example https://fairlead.example.com" .Values.controlPlane.url -}}
{{- if not (or .Values.projectNamespaces .Values.namespaces.create) -}}
{{- fail "projectNamespaces is empty: name the namespaces in which the agent may run something, or let it make some with namespaces.create" -}}
{{- end -}}
{{- if has .Release.Namespace .Values.projectNamespaces -}}
{{- fail (printf "projectNamespaces holds %s, where the agent itself lives: what runs there could read the agent's key. Install the agent in a namespace of its own" .Release.Namespace) -}}
{{- end -}}
{{- if and .Values.namespaces.create (not .Values.policy.namespaces) -}}
{{- fail "namespaces.create needs policy.namespaces: say which names the agent may use, for example [team-*]" -}}
{{- end -}}
{{- if and (eq .Values.image.tag "latest") (not .Values.image.digest) -}}
{{- fail "image.tag is latest, which is another image every day: name a version, or give image.digest" -}}
{{- end -}}
{{- range $name := keys .Values.settings -}}
{{- if has $name (list "controlPlaneUrl" "caFile" "stateDir" "joinTokenFile" "driver" "namespaces" "projectRole" "namespaceLabels" "logLevel" "healthPort" "deployment" "image") -}}
{{- fail (printf "settings.%s is set by this chart: use the value that is made for it" $name) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.jobApi.enabled (eq (int .Values.jobApi.port) (int .Values.healthPort)) -}}
{{- fail "jobApi.port and healthPort are the same" -}}
{{- end -}}
{{- if and .Values.ca.existingSecret .Values.ca.existingConfigMap -}}
{{- fail "ca.existingSecret and ca.existingConfigMap are both set: one of them has the certificates" -}}
{{- end -}}
{{- if and .Values.proxy.existingSecret .Values.proxy.httpsProxy -}}
{{- fail "proxy.existingSecret and proxy.httpsProxy are both set: one of them names the proxy" -}}
{{- end -}}
{{- end }}
