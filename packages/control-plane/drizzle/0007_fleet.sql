CREATE TABLE "agent_upgrades" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"state" text DEFAULT 'approved' NOT NULL,
	"from_version" text NOT NULL,
	"to_version" text NOT NULL,
	"digest" text NOT NULL,
	"is_now" boolean DEFAULT false NOT NULL,
	"approved_by" text,
	"message" text DEFAULT '' NOT NULL,
	"command_id" uuid,
	"ordered_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "agent_protocol" text;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "agent_image" text;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "self_upgrade" jsonb;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "agent_refusal" text;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "channel" text DEFAULT 'stable' NOT NULL;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "pinned_version" text;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "upgrade_mode" text DEFAULT 'manual' NOT NULL;--> statement-breakpoint
ALTER TABLE "clusters" ADD COLUMN "maintenance_window" jsonb;--> statement-breakpoint
ALTER TABLE "agent_upgrades" ADD CONSTRAINT "agent_upgrades_organization_id_cluster_id_clusters_organization_id_id_fk" FOREIGN KEY ("organization_id","cluster_id") REFERENCES "public"."clusters"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_upgrades_cluster_idx" ON "agent_upgrades" USING btree ("cluster_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_upgrades_open_idx" ON "agent_upgrades" USING btree ("cluster_id") WHERE state in ('approved', 'ordered', 'running');--> statement-breakpoint
SELECT fairlead_tenant_table('agent_upgrades');
