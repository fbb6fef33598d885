import type { components } from './generated/api.ts'
import type { Input, Output } from './operations.ts'

/** The things of the API by name, as they travel. Every one is made from the OpenAPI document. */

type Schemas = components['schemas']

export type Cluster = Schemas['Cluster']
export type ClusterDetail = Schemas['ClusterDetail']
export type Connection = Schemas['Connection']
export type Node = Schemas['Node']
export type PendingWorkload = Schemas['PendingWorkload']
export type Project = Schemas['Project']
export type MovedProject = Output<'project.move'>
export type Queue = Schemas['Queue']
export type Outlook = NonNullable<WorkloadPreview['outlook']>
export type QueueDecision = Schemas['QueueDecision']
export type Quota = Schemas['Quota']
export type StartEstimate = NonNullable<Workload['startEstimate']>
export type Run = Schemas['Run']
export type Size = Schemas['Size']
export type Template = Schemas['Template']
export type TimelineEvent = Schemas['TimelineEvent']
export type Why = Schemas['Why']
/** A change with which waiting work starts. */
export type Suggestion = NonNullable<Why['suggestions']>[number]
export type View = Output<'view.list'>['items'][number]
export type Workload = Schemas['Workload']
export type WorkloadDetail = Schemas['WorkloadDetail']
export type WorkloadPreview = Schemas['WorkloadPreview']
export type WorkloadRequest = Schemas['SubmitWorkload']
export type WorkloadSpec = WorkloadRequest['spec']
export type Status = Workload['status']
export type Phase = Status['phase']

export type AuditEntry = Output<'audit.list'>['items'][number]
export type Calibration = Output<'forecast.calibration'>
export type ClusterCheck = Output<'cluster.check'>
/** All about the releases of one cluster's agent. */
export type ClusterUpgrades = Output<'cluster.upgrades'>
export type Releases = Output<'release.list'>
/** Workloads side by side. */
export type Comparison = Output<'workload.compare'>
export type ComparisonRow = Comparison['rows'][number]
export type ConnectionTest = Output<'connection.test'>
export type CreatedCluster = Output<'cluster.create'>
export type CreatedToken = Output<'token.create'>
export type DecisionEntry = Output<'decision.list'>['items'][number]
export type Department = Output<'department.create'>
export type Enrolment = Output<'cluster.enrolment'>
/** Runs that hold GPUs and hardly use them. */
export type Idle = Output<'usage.idle'>
/** What of somebody's access has ended. */
export type EndedAccess = Output<'user.disable'>
export type InvitedUser = Output<'user.invite'>
export type RemovedUser = Output<'user.remove'>
export type SetupLink = Output<'user.setup-link'>
export type UserDetail = Output<'user.get'>
export type JoinToken = Output<'cluster.join-token'>
export type NodePool = Output<'node-pool.create'>
/** Fields of a job and what they should be. */
export type JobChange = Omit<Input<'workload.change'>, 'workload' | 'project'>
/** The licence of an installation, its use and its warnings. */
export type LicenceStatus = Output<'licence.get'>
export type Offers = Output<'offer.get'>
export type Overview = Output<'organization.overview'>
export type Pending = Output<'queue.pending'>
export type QuotaChange = Input<'quota.set'>
/** A quota after a change, with what it does less than it seems to say. */
export type ChangedQuota = Output<'quota.set'>
export type Series = Output<'metrics.query'>['series'][number]
export type Tally = Output<'workload.tally'>['items'][number]
export type Token = Output<'token.list'>['items'][number]
export type Top = Output<'metrics.top'>
export type User = Output<'user.list'>['items'][number]
/** GPU and CPU hours in a time. */
/** The price book. */
export type Prices = Output<'price.list'>
export type Price = Prices['items'][number]
export type UsageReport = Output<'usage.get'>
export type WhatIfReport = Output<'what-if.run'>
export type Whoami = Output<'session.whoami'>
export type DemoSeeded = Output<'demo.seed'>
export type DemoRemoved = Output<'demo.remove'>
export type CordonedNode = Output<'node.cordon'>
export type DrainedNode = Output<'node.drain'>
