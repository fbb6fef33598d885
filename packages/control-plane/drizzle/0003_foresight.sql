CREATE TABLE "decision_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"epoch" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" text NOT NULL,
	"round_id" bigint,
	"policy" jsonb,
	"inputs" jsonb,
	"plan_sha256" text,
	"decisions" integer DEFAULT 0 NOT NULL,
	"payload" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "forecasts" (
	"organization_id" uuid NOT NULL,
	"workload_id" uuid PRIMARY KEY NOT NULL,
	"node_pool_id" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"p50" timestamp with time zone,
	"p90" timestamp with time zone,
	"samples" integer NOT NULL,
	"first_made_at" timestamp with time zone NOT NULL,
	"first_p50" timestamp with time zone,
	"first_p90" timestamp with time zone,
	"raw_p50" timestamp with time zone,
	"raw_p90" timestamp with time zone,
	"started_at" timestamp with time zone,
	"held_p50" boolean,
	"held_p90" boolean
);
--> statement-breakpoint
ALTER TABLE "leases" ADD COLUMN "holder_url" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_organization_id_workload_id_workloads_organization_id_id_fk" FOREIGN KEY ("organization_id","workload_id") REFERENCES "public"."workloads"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decision_log_at_idx" ON "decision_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "forecasts_settled_idx" ON "forecasts" USING btree ("node_pool_id","started_at");--> statement-breakpoint
SELECT fairlead_tenant_table('forecasts');
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON decision_log TO fairlead_system;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fairlead_system;
--> statement-breakpoint
-- It is compressed already.
ALTER TABLE decision_log ALTER COLUMN payload SET STORAGE EXTERNAL;
