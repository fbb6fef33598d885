ALTER TABLE "nodes" ADD COLUMN "cordoned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "nodes" ADD COLUMN "cordoned_by" text;