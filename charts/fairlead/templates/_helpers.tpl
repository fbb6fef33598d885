{{- define "fairlead.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Selects the pods of one component. Takes the root and the component. */}}
{{- define "fairlead.selector" -}}
app.kubernetes.io/name: fairlead
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "fairlead.labels" -}}
{{- $root := index . 0 -}}
{{ include "fairlead.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: fairlead
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Name, namespace and labels of an object. Takes the root and the component. */}}
{{- define "fairlead.metadata" -}}
name: {{ include "fairlead.fullname" (index . 0) }}
namespace: {{ (index . 0).Release.Namespace }}
labels:
  {{- include "fairlead.labels" . | nindent 2 }}
{{- end }}

{{- define "fairlead.image" -}}
{{- $name := .Values.image.repository -}}
{{- with .Values.image.registry -}}{{- $name = printf "%s/%s" . $name -}}{{- end -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $name .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{- define "fairlead.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "fairlead.fullname" .) -}}
{{- end }}

{{- define "fairlead.publicUrl" -}}
{{- if .Values.config.publicUrl -}}
{{- .Values.config.publicUrl -}}
{{- else if and .Values.ingress.enabled .Values.ingress.host -}}
{{- printf "%s://%s" (ternary "https" "http" .Values.ingress.tls.enabled) .Values.ingress.host -}}
{{- else if and .Values.route.enabled .Values.route.host -}}
{{- printf "https://%s" .Values.route.host -}}
{{- end -}}
{{- end }}

{{/* The file of settings, without what was not said. */}}
{{- define "fairlead.config" -}}
{{- $config := dict -}}
{{- range $key, $value := .Values.config -}}
{{- if not (kindIs "invalid" $value) -}}{{- $_ := set $config $key $value -}}{{- end -}}
{{- end -}}
{{- $_ := set $config "publicUrl" (include "fairlead.publicUrl" .) -}}
{{- if not (hasKey $config "trustProxy") -}}
{{- $_ := set $config "trustProxy" (or .Values.ingress.enabled .Values.route.enabled) -}}
{{- end -}}
{{- range $key, $value := $config }}
{{ $key }}: {{ toJson $value }}
{{- end -}}
{{- end }}

{{- define "fairlead.hasCa" -}}
{{- if or .Values.ca.existingSecret .Values.ca.existingConfigMap -}}true{{- end -}}
{{- end }}

{{/* What every pod of this chart says of its rights and of where it may run. No user and no group: any will do, and OpenShift chooses its own. */}}
{{- define "fairlead.podSettings" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
  {{- with .Values.podSecurityContext }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "fairlead.containerSettings" -}}
image: {{ include "fairlead.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
# The sentence that a program ends with is then in `kubectl describe pod`.
terminationMessagePolicy: FallbackToLogsOnError
{{- end }}

{{- define "fairlead.databaseEnv" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.existingSecret }}
      key: {{ .Values.database.key }}
{{- if include "fairlead.hasCa" . }}
{{- if eq (toString .Values.config.mode) "airgapped" }}
# The authorities of the site, and none of those that Node brings.
- name: NODE_OPTIONS
  value: --use-openssl-ca
- name: SSL_CERT_FILE
  value: /etc/fairlead/ca/ca.crt
{{- else }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/fairlead/ca/ca.crt
{{- end }}
{{- end }}
{{- end }}

{{- define "fairlead.caMount" -}}
{{- if include "fairlead.hasCa" . }}
- name: ca
  mountPath: /etc/fairlead/ca
  readOnly: true
{{- end }}
{{- end }}

{{- define "fairlead.caVolume" -}}
{{- if .Values.ca.existingSecret }}
- name: ca
  secret:
    secretName: {{ .Values.ca.existingSecret }}
    items:
      - key: {{ .Values.ca.key }}
        path: ca.crt
{{- else if .Values.ca.existingConfigMap }}
- name: ca
  configMap:
    name: {{ .Values.ca.existingConfigMap }}
    items:
      - key: {{ .Values.ca.key }}
        path: ca.crt
{{- end }}
{{- end }}

{{/* Names and the database: what the control plane and the migration both reach. */}}
{{- define "fairlead.commonEgress" -}}
{{- $policy := .Values.networkPolicy -}}
# Names. 5353 is where OpenShift's DNS pods listen.
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
    - port: 5353
      protocol: UDP
    - port: 5353
      protocol: TCP
  {{- with $policy.dnsTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
# The database.
- ports:
    - port: {{ .Values.database.port }}
      protocol: TCP
  {{- if or $policy.database.cidrs $policy.database.to }}
  to:
    {{- range $policy.database.cidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
    {{- with $policy.database.to }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end }}

{{/* What the schema cannot say. */}}
{{- define "fairlead.validate" -}}
{{- $_ := required "database.existingSecret is missing: name a Secret whose key DATABASE_URL is the URL of a PostgreSQL 15 or newer. This chart brings no database" .Values.database.existingSecret -}}
{{- if and (eq .Values.image.tag "latest") (not .Values.image.digest) -}}
{{- fail "image.tag is latest, which is another image every day: name a version, or give image.digest" -}}
{{- end -}}
{{- if and .Values.ingress.enabled .Values.route.enabled -}}
{{- fail "ingress.enabled and route.enabled are both set: the control plane has one address" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host is missing: say under which name browsers and agents reach the control plane" -}}
{{- end -}}
{{- if and .Values.ca.existingSecret .Values.ca.existingConfigMap -}}
{{- fail "ca.existingSecret and ca.existingConfigMap are both set: one of them has the certificates" -}}
{{- end -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) -}}
{{- fail "autoscaling.minReplicas is larger than autoscaling.maxReplicas" -}}
{{- end -}}
{{- end }}
