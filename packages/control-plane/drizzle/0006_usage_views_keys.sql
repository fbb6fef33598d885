CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"project_id" uuid,
	"search" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_tenant_id_unique" UNIQUE("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "usage_hours" (
	"organization_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"project_id" uuid NOT NULL,
	"node_pool_id" uuid NOT NULL,
	"cluster_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text NOT NULL,
	"gpu_allocated" double precision NOT NULL,
	"gpu_measured" double precision NOT NULL,
	"gpu_used" double precision NOT NULL,
	"gpu_over_quota" double precision NOT NULL,
	"cpu_allocated" double precision NOT NULL,
	"cpu_measured" double precision NOT NULL,
	"cpu_used" double precision NOT NULL,
	"cpu_over_quota" double precision NOT NULL,
	CONSTRAINT "usage_hours_organization_id_hour_project_id_node_pool_id_cluster_id_user_id_pk" PRIMARY KEY("organization_id","hour","project_id","node_pool_id","cluster_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "usage_rollups" (
	"hour" timestamp with time zone PRIMARY KEY NOT NULL,
	"passes" smallint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "last_used_ip" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "allowed_cidrs" jsonb;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "replaced_by" uuid;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_organization_id_owner_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","owner_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_organization_id_project_id_projects_organization_id_id_fk" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "saved_views_page_idx" ON "saved_views" USING btree ("organization_id","page");--> statement-breakpoint
CREATE INDEX "usage_hours_project_idx" ON "usage_hours" USING btree ("project_id","hour");--> statement-breakpoint
CREATE INDEX "runs_finished_idx" ON "runs" USING btree ("finished_at");--> statement-breakpoint
SELECT fairlead_tenant_table(name::regclass) FROM unnest(ARRAY['usage_hours', 'saved_views']) AS name;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_rollups TO fairlead_system;
