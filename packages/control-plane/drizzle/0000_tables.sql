CREATE TABLE "agent_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"thumbprint" text NOT NULL,
	"jwk" jsonb NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "agent_keys_thumbprint_unique" UNIQUE("thumbprint")
);
--> statement-breakpoint
CREATE TABLE "agent_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"epoch" bigint NOT NULL,
	"replica_id" uuid NOT NULL,
	"replica_url" text NOT NULL,
	"boot_id" text NOT NULL,
	"pop_jti" text NOT NULL,
	"thumbprint" text NOT NULL,
	"sent_rev" bigint DEFAULT 0 NOT NULL,
	"applied_rev" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"health" jsonb,
	"missed_heartbeats" integer DEFAULT 0 NOT NULL,
	"connected_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agent_sessions_jti_unique" UNIQUE("thumbprint","pop_jti")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_sha256" "bytea" NOT NULL,
	"permissions" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_tokens_secret_unique" UNIQUE("secret_sha256")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"object_name" text NOT NULL,
	"origin" text NOT NULL,
	"request_id" text NOT NULL,
	"ip" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"organization_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"entity_id" text NOT NULL,
	"origin" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clusters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"labels" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'accepted' NOT NULL,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"desired_rev" bigint DEFAULT 0 NOT NULL,
	"cluster_uid" text,
	"driver" text,
	"agent_version" text,
	"platform" jsonb,
	"log_policy" text DEFAULT 'stream' NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"prune_refusal" text,
	"is_prune_confirmed" boolean DEFAULT false NOT NULL,
	"enrolled_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	"clock_skew_ms" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "clusters_tenant_id_unique" UNIQUE("organization_id","id"),
	CONSTRAINT "clusters_name_unique" UNIQUE("organization_id","name")
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"verb" text NOT NULL,
	"args" jsonb NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"not_after" timestamp with time zone NOT NULL,
	"result" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "departments_tenant_id_unique" UNIQUE("organization_id","id"),
	CONSTRAINT "departments_name_unique" UNIQUE("organization_id","name")
);
--> statement-breakpoint
CREATE TABLE "desired" (
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"generation" bigint NOT NULL,
	"rev" bigint NOT NULL,
	"body" jsonb NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "desired_cluster_id_kind_key_pk" PRIMARY KEY("cluster_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "explanations" (
	"organization_id" uuid NOT NULL,
	"class_key" text NOT NULL,
	"round_id" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"explanation" jsonb NOT NULL,
	CONSTRAINT "explanations_organization_id_class_key_pk" PRIMARY KEY("organization_id","class_key")
);
--> statement-breakpoint
CREATE TABLE "join_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"secret_sha256" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_by_thumbprint" text,
	"revoked_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "join_tokens_secret_unique" UNIQUE("secret_sha256")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"epoch" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_points" (
	"organization_id" uuid NOT NULL,
	"series_id" bigint NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"offsets" integer[] NOT NULL,
	"values" real[] NOT NULL,
	CONSTRAINT "metric_points_series_id_hour_pk" PRIMARY KEY("series_id","hour")
) PARTITION BY RANGE ("hour");
--> statement-breakpoint
CREATE TABLE "metric_series" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"metric" text NOT NULL,
	CONSTRAINT "metric_series_unique" UNIQUE("cluster_id","kind","key","metric")
);
--> statement-breakpoint
CREATE TABLE "node_pools" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"selector" jsonb NOT NULL,
	"cluster_ids" jsonb NOT NULL,
	"strategy" text DEFAULT 'binpack' NOT NULL,
	"min_runtime_seconds" integer DEFAULT 0 NOT NULL,
	"time_based_k" real,
	"time_based_window_seconds" integer DEFAULT 604800 NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "node_pools_tenant_id_unique" UNIQUE("organization_id","id"),
	CONSTRAINT "node_pools_name_unique" UNIQUE("organization_id","name")
);
--> statement-breakpoint
CREATE TABLE "nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"name" text NOT NULL,
	"ready" boolean NOT NULL,
	"schedulable" boolean NOT NULL,
	"labels" jsonb NOT NULL,
	"taints" jsonb NOT NULL,
	"capacity" jsonb NOT NULL,
	"allocatable" jsonb NOT NULL,
	"gpu" jsonb,
	"versions" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"message" text,
	"status_boot_id" text NOT NULL,
	"status_seq" bigint NOT NULL,
	"observed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "nodes_name_unique" UNIQUE("cluster_id","name")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"display_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"suspended_at" timestamp with time zone,
	CONSTRAINT "organizations_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"namespace" text NOT NULL,
	"lost_after_seconds" integer DEFAULT 1800 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "projects_tenant_id_unique" UNIQUE("organization_id","id"),
	CONSTRAINT "projects_name_unique" UNIQUE("organization_id","name"),
	CONSTRAINT "projects_namespace_unique" UNIQUE("organization_id","namespace")
);
--> statement-breakpoint
CREATE TABLE "queue_standings" (
	"organization_id" uuid NOT NULL,
	"node_pool_id" uuid NOT NULL,
	"queue_id" uuid NOT NULL,
	"round_id" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"standing" jsonb NOT NULL,
	CONSTRAINT "queue_standings_organization_id_node_pool_id_queue_id_pk" PRIMARY KEY("organization_id","node_pool_id","queue_id")
);
--> statement-breakpoint
CREATE TABLE "quotas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"node_pool_id" uuid NOT NULL,
	"queue_kind" text NOT NULL,
	"queue_id" uuid NOT NULL,
	"rank" integer DEFAULT 0 NOT NULL,
	"resources" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quotas_queue_unique" UNIQUE("organization_id","node_pool_id","queue_id")
);
--> statement-breakpoint
CREATE TABLE "role_bindings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_bindings_unique" UNIQUE("organization_id","user_id","role","scope_id")
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"epoch" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"plan_micros" integer NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"workload_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"node_pool_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"phase" text DEFAULT 'ASSIGNED' NOT NULL,
	"reason" text,
	"message" text,
	"exit_code" integer,
	"node_names" jsonb NOT NULL,
	"node_ids" jsonb NOT NULL,
	"replicas" integer NOT NULL,
	"requests" jsonb NOT NULL,
	"replica_states" jsonb,
	"round_id" bigint,
	"assigned_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"stop_requested_at" timestamp with time zone,
	"stop_reason" text,
	"preempted_for" uuid,
	"observed_at" timestamp with time zone,
	"status_boot_id" text,
	"status_seq" bigint,
	CONSTRAINT "runs_generation_unique" UNIQUE("workload_id","generation")
);
--> statement-breakpoint
CREATE TABLE "server_keys" (
	"name" text PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"secret_sha256" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "setup_links_secret_unique" UNIQUE("secret_sha256")
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"secret_sha256" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"user_agent" text NOT NULL,
	CONSTRAINT "user_sessions_secret_unique" UNIQUE("secret_sha256")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_sign_in_at" timestamp with time zone,
	CONSTRAINT "users_tenant_id_unique" UNIQUE("organization_id","id"),
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "workload_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"workload_id" uuid NOT NULL,
	"run_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"phase" text NOT NULL,
	"reason" text,
	"message" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workload_specs" (
	"workload_id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"spec" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workloads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"node_pool_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"phase" text DEFAULT 'QUEUED' NOT NULL,
	"phase_since" timestamp with time zone DEFAULT now() NOT NULL,
	"reason" text,
	"message" text,
	"intent" text DEFAULT 'run' NOT NULL,
	"labels" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"priority" smallint NOT NULL,
	"preemptible" boolean NOT NULL,
	"replicas" integer NOT NULL,
	"requests" jsonb NOT NULL,
	"class_key" text NOT NULL,
	"submitted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"current_run_id" uuid,
	"failures" integer DEFAULT 0 NOT NULL,
	"preemptions" integer DEFAULT 0 NOT NULL,
	"first_started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"exit_code" integer,
	"retryable" boolean,
	"avoid" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"nomination" jsonb,
	"idempotency_key" text NOT NULL,
	"request_sha256" text NOT NULL,
	CONSTRAINT "workloads_tenant_id_unique" UNIQUE("organization_id","id"),
	CONSTRAINT "workloads_idempotency_unique" UNIQUE("organization_id","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_sessions" ADD CONSTRAINT "agent_sessions_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clusters" ADD CONSTRAINT "clusters_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commands" ADD CONSTRAINT "commands_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departments" ADD CONSTRAINT "departments_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desired" ADD CONSTRAINT "desired_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_tokens" ADD CONSTRAINT "join_tokens_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_pools" ADD CONSTRAINT "node_pools_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organization_id_department_id_departments_organization_id_id_fk" FOREIGN KEY ("organization_id","department_id") REFERENCES "public"."departments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotas" ADD CONSTRAINT "quotas_organization_id_node_pool_id_node_pools_organization_id_id_fk" FOREIGN KEY ("organization_id","node_pool_id") REFERENCES "public"."node_pools"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_bindings" ADD CONSTRAINT "role_bindings_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_organization_id_workload_id_workloads_organization_id_id_fk" FOREIGN KEY ("organization_id","workload_id") REFERENCES "public"."workloads"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_links" ADD CONSTRAINT "setup_links_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workload_events" ADD CONSTRAINT "workload_events_organization_id_workload_id_workloads_organization_id_id_fk" FOREIGN KEY ("organization_id","workload_id") REFERENCES "public"."workloads"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workload_specs" ADD CONSTRAINT "workload_specs_organization_id_workload_id_workloads_organization_id_id_fk" FOREIGN KEY ("organization_id","workload_id") REFERENCES "public"."workloads"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workloads" ADD CONSTRAINT "workloads_organization_id_project_id_projects_organization_id_id_fk" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workloads" ADD CONSTRAINT "workloads_organization_id_node_pool_id_node_pools_organization_id_id_fk" FOREIGN KEY ("organization_id","node_pool_id") REFERENCES "public"."node_pools"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_sessions_cluster_idx" ON "agent_sessions" USING btree ("cluster_id","epoch");--> statement-breakpoint
CREATE INDEX "agent_sessions_replica_idx" ON "agent_sessions" USING btree ("replica_id");--> statement-breakpoint
CREATE INDEX "audit_entries_list_idx" ON "audit_entries" USING btree ("organization_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_entries_object_idx" ON "audit_entries" USING btree ("organization_id","object_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "changes_feed_idx" ON "changes" USING btree ("xid","id");--> statement-breakpoint
CREATE INDEX "commands_open_idx" ON "commands" USING btree ("cluster_id","state");--> statement-breakpoint
CREATE INDEX "desired_rev_idx" ON "desired" USING btree ("cluster_id","rev");--> statement-breakpoint
CREATE INDEX "metric_series_key_idx" ON "metric_series" USING btree ("organization_id","kind","key");--> statement-breakpoint
CREATE INDEX "runs_live_idx" ON "runs" USING btree ("cluster_id") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "runs_usage_idx" ON "runs" USING btree ("node_pool_id","finished_at");--> statement-breakpoint
CREATE INDEX "workload_events_workload_idx" ON "workload_events" USING btree ("workload_id","id");--> statement-breakpoint
CREATE INDEX "workloads_list_idx" ON "workloads" USING btree ("organization_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "workloads_project_idx" ON "workloads" USING btree ("project_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "workloads_live_idx" ON "workloads" USING btree ("phase","id") WHERE phase in ('QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING');--> statement-breakpoint
CREATE INDEX "workloads_name_idx" ON "workloads" USING btree ("organization_id","name");