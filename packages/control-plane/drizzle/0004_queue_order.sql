ALTER TABLE "leases" ADD COLUMN "planned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "workloads" ADD COLUMN "queued_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- What waits keeps its place. Written by rewriting the column: an UPDATE would see no row, because row security binds the owner too.
ALTER TABLE "workloads" ALTER COLUMN "queued_at" TYPE timestamp with time zone USING "submitted_at";--> statement-breakpoint
CREATE INDEX "workload_events_decisions_idx" ON "workload_events" USING btree ("organization_id","id") WHERE data ? 'round';--> statement-breakpoint
CREATE INDEX "workloads_line_idx" ON "workloads" USING btree ("project_id","node_pool_id","priority" DESC NULLS FIRST,"queued_at","id") WHERE phase = 'QUEUED';