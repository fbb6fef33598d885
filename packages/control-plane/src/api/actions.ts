import { listAudit } from '../audit/list-audit.ts'
import { checkCluster } from '../clusters/check-cluster.ts'
import { confirmPrune } from '../clusters/confirm-prune.ts'
import { cordonNode } from '../clusters/cordon-node.ts'
import { createCluster } from '../clusters/create-cluster.ts'
import { createJoinToken } from '../clusters/create-join-token.ts'
import { drainNode } from '../clusters/drain-node.ts'
import { getCluster } from '../clusters/get-cluster.ts'
import { getEnrolment } from '../clusters/get-enrolment.ts'
import { listClusters } from '../clusters/list-clusters.ts'
import { listNodes } from '../clusters/list-nodes.ts'
import { revokeCluster } from '../clusters/revoke-cluster.ts'
import { uncordonNode } from '../clusters/uncordon-node.ts'
import { updateCluster } from '../clusters/update-cluster.ts'
import { createConnection } from '../connections/create-connection.ts'
import { deleteConnection } from '../connections/delete-connection.ts'
import { getConnection } from '../connections/get-connection.ts'
import { listConnections } from '../connections/list-connections.ts'
import { testConnection } from '../connections/test-connection.ts'
import { updateConnection } from '../connections/update-connection.ts'
import { createDepartment } from '../departments/create-department.ts'
import { deleteDepartment } from '../departments/delete-department.ts'
import { listDepartments } from '../departments/list-departments.ts'
import { removeDemo } from '../demo/remove-demo.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import { listDownloads } from '../downloads/list-downloads.ts'
import { getCalibration } from '../forecasts/get-calibration.ts'
import { createToken } from '../identity/create-token.ts'
import { disableUser } from '../identity/disable-user.ts'
import { enableUser } from '../identity/enable-user.ts'
import { getUser } from '../identity/get-user.ts'
import { inspectSetupLink } from '../identity/inspect-setup-link.ts'
import { inviteUser } from '../identity/invite-user.ts'
import { listTokens } from '../identity/list-tokens.ts'
import { listUsers } from '../identity/list-users.ts'
import { redeemSetupLink } from '../identity/redeem-setup-link.ts'
import { removeUser } from '../identity/remove-user.ts'
import { removeUserRole } from '../identity/remove-user-role.ts'
import { renewSetupLink } from '../identity/renew-setup-link.ts'
import { revokeToken } from '../identity/revoke-token.ts'
import { rotateToken } from '../identity/rotate-token.ts'
import { setUserRole } from '../identity/set-user-role.ts'
import { signIn } from '../identity/sign-in.ts'
import { signOut } from '../identity/sign-out.ts'
import { signOutUser } from '../identity/sign-out-user.ts'
import { whoami } from '../identity/whoami.ts'
import { getLicence } from '../licence/get-licence.ts'
import { getTop } from '../metrics/get-top.ts'
import { queryMetrics } from '../metrics/query-metrics.ts'
import { createNodePool } from '../node-pools/create-node-pool.ts'
import { deleteNodePool } from '../node-pools/delete-node-pool.ts'
import { listNodePools } from '../node-pools/list-node-pools.ts'
import { updateNodePool } from '../node-pools/update-node-pool.ts'
import { getOffers } from '../offers/get-offers.ts'
import { getOverview } from '../organizations/get-overview.ts'
import { archiveProject } from '../projects/archive-project.ts'
import { createProject } from '../projects/create-project.ts'
import { getProject } from '../projects/get-project.ts'
import { listProjects } from '../projects/list-projects.ts'
import { moveProject } from '../projects/move-project.ts'
import { updateProject } from '../projects/update-project.ts'
import { getQuotas } from '../quotas/get-quotas.ts'
import { listQueues } from '../quotas/list-queues.ts'
import { setQuota } from '../quotas/set-quota.ts'
import { listPending } from '../queue/list-pending.ts'
import { moveWorkload } from '../queue/move-workload.ts'
import { recentDecisions } from '../queue/recent-decisions.ts'
import { listRuns } from '../runs/list-runs.ts'
import { listDecisions } from '../scheduling/list-decisions.ts'
import { deleteSize } from '../sizes/delete-size.ts'
import { listSizes } from '../sizes/list-sizes.ts'
import { setSize } from '../sizes/set-size.ts'
import { deleteTemplate } from '../templates/delete-template.ts'
import { listTemplates } from '../templates/list-templates.ts'
import { setTemplate } from '../templates/set-template.ts'
import { getUsage } from '../usage/get-usage.ts'
import { listIdle } from '../usage/list-idle.ts'
import { listPrices } from '../usage/list-prices.ts'
import { setPrice } from '../usage/set-price.ts'
import { approveUpgrade } from '../upgrades/approve-upgrade.ts'
import { cancelUpgrade } from '../upgrades/cancel-upgrade.ts'
import { getClusterUpgrades } from '../upgrades/get-cluster-upgrades.ts'
import { listReleases } from '../upgrades/list-releases.ts'
import { setClusterUpgrades } from '../upgrades/set-cluster-upgrades.ts'
import { createView } from '../views/create-view.ts'
import { deleteView } from '../views/delete-view.ts'
import { listViews } from '../views/list-views.ts'
import { updateView } from '../views/update-view.ts'
import { runWhatIf } from '../what-if/run-what-if.ts'
import { cancelWorkload } from '../workloads/cancel-workload.ts'
import { changeWorkload } from '../workloads/change-workload.ts'
import { compareWorkloads } from '../workloads/compare-workloads.ts'
import { explainWorkload } from '../workloads/explain-workload.ts'
import { getRequest } from '../workloads/get-request.ts'
import { getTimeline } from '../workloads/get-timeline.ts'
import { getWorkload } from '../workloads/get-workload.ts'
import { listWorkloads } from '../workloads/list-workloads.ts'
import { previewWorkload } from '../workloads/preview-workload.ts'
import { resumeWorkload } from '../workloads/resume-workload.ts'
import { stopWorkload } from '../workloads/stop-workload.ts'
import { submitBatch } from '../workloads/submit-batch.ts'
import { submitWorkload } from '../workloads/submit-workload.ts'
import { tallyWorkloads } from '../workloads/tally-workloads.ts'

/** Every verb of the product, by the name under which the console calls it. REST, OpenAPI and the access-matrix test go through the same list. */
export const ACTIONS = {
  session: { create: signIn, end: signOut, whoami },
  setupLinks: { inspect: inspectSetupLink, redeem: redeemSetupLink },
  tokens: { create: createToken, list: listTokens, revoke: revokeToken, rotate: rotateToken },
  users: {
    disable: disableUser,
    enable: enableUser,
    get: getUser,
    invite: inviteUser,
    list: listUsers,
    remove: removeUser,
    removeRole: removeUserRole,
    setRole: setUserRole,
    setupLink: renewSetupLink,
    signOut: signOutUser,
  },
  downloads: { list: listDownloads },
  licence: { get: getLicence },
  overview: { get: getOverview },
  departments: { create: createDepartment, delete: deleteDepartment, list: listDepartments },
  projects: {
    archive: archiveProject,
    create: createProject,
    get: getProject,
    list: listProjects,
    move: moveProject,
    update: updateProject,
  },
  nodePools: { create: createNodePool, delete: deleteNodePool, list: listNodePools, update: updateNodePool },
  quotas: { list: getQuotas, set: setQuota },
  queues: { decisions: recentDecisions, list: listQueues, move: moveWorkload, pending: listPending },
  clusters: {
    approveUpgrade,
    cancelUpgrade,
    check: checkCluster,
    confirmPrune,
    create: createCluster,
    createJoinToken,
    enrolment: getEnrolment,
    get: getCluster,
    list: listClusters,
    revoke: revokeCluster,
    setUpgrades: setClusterUpgrades,
    update: updateCluster,
    upgrades: getClusterUpgrades,
  },
  nodes: { cordon: cordonNode, drain: drainNode, list: listNodes, uncordon: uncordonNode },
  releases: { list: listReleases },
  workloads: {
    cancel: cancelWorkload,
    change: changeWorkload,
    compare: compareWorkloads,
    get: getWorkload,
    list: listWorkloads,
    preview: previewWorkload,
    request: getRequest,
    resume: resumeWorkload,
    runs: listRuns,
    stop: stopWorkload,
    submit: submitWorkload,
    submitBatch,
    tally: tallyWorkloads,
    timeline: getTimeline,
    why: explainWorkload,
  },
  sizes: { delete: deleteSize, list: listSizes, set: setSize },
  templates: { delete: deleteTemplate, list: listTemplates, set: setTemplate },
  connections: {
    create: createConnection,
    delete: deleteConnection,
    get: getConnection,
    list: listConnections,
    test: testConnection,
    update: updateConnection,
  },
  metrics: { query: queryMetrics, top: getTop },
  usage: { get: getUsage, idle: listIdle },
  prices: { list: listPrices, set: setPrice },
  views: { create: createView, delete: deleteView, list: listViews, update: updateView },
  offers: { get: getOffers },
  whatIf: { run: runWhatIf },
  forecasts: { calibration: getCalibration },
  audit: { list: listAudit },
  decisions: { list: listDecisions },
  demo: { remove: removeDemo, seed: seedDemo },
} as const
