import type {
  V1Affinity,
  V1Container,
  V1DeploymentSpec,
  V1EnvFromSource,
  V1EnvVar,
  V1JobSpec,
  V1PodSecurityContext,
  V1PodSpec,
  V1PodTemplateSpec,
  V1Probe,
  V1ResourceRequirements,
  V1SecurityContext,
  V1StatefulSetSpec,
  V1Volume,
  V1VolumeMount,
  V2HorizontalPodAutoscalerSpec,
} from '@kubernetes/client-node'

/** The library declares classes; what is rendered are plain objects with the same fields. */
type Plain<T> = Pick<T, keyof T>

export type Affinity = Plain<V1Affinity>
export type Container = Plain<V1Container>
export type DeploymentSpec = Plain<V1DeploymentSpec>
export type EnvFromSource = Plain<V1EnvFromSource>
export type EnvVar = Plain<V1EnvVar>
export type JobSpec = Plain<V1JobSpec>
export type PodSecurityContext = Plain<V1PodSecurityContext>
export type PodSpec = Plain<Omit<V1PodSpec, 'containers'>> & { containers: Container[] }
export type PodTemplateSpec = Plain<Omit<V1PodTemplateSpec, 'spec'>> & { spec: PodSpec }
export type Probe = Plain<V1Probe>
export type ResourceRequirements = Plain<V1ResourceRequirements>
export type SecurityContext = Plain<V1SecurityContext>
export type StatefulSetSpec = Plain<V1StatefulSetSpec>
export type Volume = Plain<V1Volume>
export type VolumeMount = Plain<V1VolumeMount>
export type HorizontalPodAutoscalerSpec = Plain<V2HorizontalPodAutoscalerSpec>
