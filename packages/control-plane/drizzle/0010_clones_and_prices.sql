CREATE TABLE "prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"gpu_model" text,
	"node_pool_id" uuid,
	"amount" double precision,
	"currency" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "usage_hours" ADD COLUMN "gpu_by_model" jsonb;--> statement-breakpoint
ALTER TABLE "workload_specs" ADD COLUMN "cloned_from" uuid;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_organization_id_node_pool_id_node_pools_organization_id_id_fk" FOREIGN KEY ("organization_id","node_pool_id") REFERENCES "public"."node_pools"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prices_list_idx" ON "prices" USING btree ("organization_id","valid_from",id);--> statement-breakpoint
CREATE INDEX "workload_specs_cloned_from_idx" ON "workload_specs" USING btree ("cloned_from") WHERE cloned_from is not null;--> statement-breakpoint
SELECT fairlead_tenant_table('prices');
