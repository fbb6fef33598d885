ALTER TABLE "node_pools" ADD COLUMN "time_based_half_life_seconds" integer;--> statement-breakpoint
ALTER TABLE "node_pools" ADD COLUMN "topology" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "node_pools" ADD COLUMN "max_wait_seconds" integer;--> statement-breakpoint
ALTER TABLE "node_pools" ADD COLUMN "preemptions_per_hour" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "cluster_rules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "quotas" ADD COLUMN "min_runtime_seconds" integer;--> statement-breakpoint
ALTER TABLE "quotas" ADD COLUMN "user_limits" jsonb DEFAULT '{}'::jsonb NOT NULL;