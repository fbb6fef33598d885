// Made from the OpenAPI document of the control plane: node packages/sdk/gen.ts
export interface paths {
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a browser in with email and password */
        post: operations["session.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign this browser out */
        delete: operations["session.end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are and what you may do */
        get: operations["session.whoami"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup-links/inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose set-up link this is */
        post: operations["setup-link.inspect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup-links/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a password with a one-time link, and sign in */
        post: operations["setup-link.redeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your personal tokens */
        get: operations["token.list"];
        put?: never;
        /** Make a personal token for the CLI or a program */
        post: operations["token.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a personal token; it stops working within five seconds */
        delete: operations["token.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{tokenId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new token in place of one; the old one works on for a while, so that nothing stops */
        post: operations["token.rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a user out: their sessions, tokens and set-up link end at once, and their work goes on */
        post: operations["user.disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a disabled user in again, with their roles and password; sessions and tokens stay ended */
        post: operations["user.enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user, their roles, and what would end with them */
        get: operations["user.get"];
        put?: never;
        post?: never;
        /** Remove a user for good, or withdraw an invitation; their work and the record of what they did stay */
        delete: operations["user.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users and their roles */
        get: operations["user.list"];
        put?: never;
        /** Add a user with a role; answers a one-time link for them to set a password */
        post: operations["user.invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/roles/{scope}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a user a role at a place, instead of the one that they have there */
        put: operations["user.set-role"];
        post?: never;
        /** Take the role of a user at a place away */
        delete: operations["user.remove-role"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/setup-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new one-time link with which a user sets a password; those before it work no more */
        post: operations["user.setup-link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a user out of every browser, and end their tokens too if asked; they may sign in again */
        post: operations["user.sign-out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Command line, charts and bundles that fit this version, for sites without a way out */
        get: operations["download.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/licence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The licence of this installation, what of it is used, and what to look after */
        get: operations["licence.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is happening right now */
        get: operations["organization.overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Departments */
        get: operations["department.list"];
        put?: never;
        /** Create a department */
        post: operations["department.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments/{department}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a department that has no projects */
        delete: operations["department.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project */
        get: operations["project.get"];
        put?: never;
        post?: never;
        /** Archive a project: it takes no more work and keeps its history */
        delete: operations["project.archive"];
        options?: never;
        head?: never;
        /** Change a project */
        patch: operations["project.update"];
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects that you may see */
        get: operations["project.list"];
        put?: never;
        /** Create a project in a department */
        post: operations["project.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a project to another department: its work goes on, and shares what that department has from then on */
        post: operations["project.move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node-pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Node pools and what is in them */
        get: operations["node-pool.list"];
        put?: never;
        /** Create a node pool from labels */
        post: operations["node-pool.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node-pools/{nodePool}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a node pool; its nodes fall to the default pool */
        delete: operations["node-pool.delete"];
        options?: never;
        head?: never;
        /** Change a node pool */
        patch: operations["node-pool.update"];
        trace?: never;
    };
    "/api/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quotas of the departments and projects that you may see, defaults included */
        get: operations["quota.list"];
        /** Set what a project or department is owed, may hold, and weighs in a node pool */
        put: operations["quota.set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the scheduler decided last: who got room, who had to make room and for whom, and what is held for whom */
        get: operations["queue.decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each queue stands: what it is owed, may hold, holds and asks for, as of the last round */
        get: operations["queue.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a waiting workload another place among those of its project, pool and priority */
        post: operations["queue.move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits, in the order of the scheduler, and why; with totals over everything that matches */
        get: operations["queue.pending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a cluster's agent become the release that is offered, in its window or now; work that runs goes on */
        post: operations["cluster.approve-upgrade"];
        /** Take an approval back, as long as the agent has not been told */
        delete: operations["cluster.cancel-upgrade"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the agent's self-test and answer its lines, each with its fix */
        post: operations["cluster.check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/confirm-prune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell an agent that it may remove what it refused to remove all at once */
        post: operations["cluster.confirm-prune"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clusters, their health and what they hold */
        get: operations["cluster.list"];
        put?: never;
        /** Add a cluster; answers a single-use join token for its agent */
        post: operations["cluster.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/join-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new join token; an unused older one ends */
        post: operations["cluster.join-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a new cluster has come, step by step, as seen from here */
        get: operations["cluster.enrolment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cluster, with what it can do as its agent found it */
        get: operations["cluster.get"];
        put?: never;
        post?: never;
        /** End a cluster's trust: its agent's key and session end within seconds; what runs there is left to its owner */
        delete: operations["cluster.revoke"];
        options?: never;
        head?: never;
        /** Change labels, log policy, or hold new work back (paused) */
        patch: operations["cluster.update"];
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/upgrades": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Release of a cluster's agent, its channel and window, what is offered with its changes, and what became of upgrades */
        get: operations["cluster.upgrades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose a cluster's channel, its maintenance window, and whether upgrades of its agent wait for a person */
        patch: operations["cluster.set-upgrades"];
        trace?: never;
    };
    "/api/v1/nodes/{node}/cordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold new work back from a node; what runs there goes on */
        post: operations["node.cordon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{node}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cordon a node, and move what runs there: it stops, and goes back into the queue at no cost */
        post: operations["node.drain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes as their agents last reported them, and what runs on each */
        get: operations["node.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{node}/uncordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let new work come to a node again */
        post: operations["node.uncordon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases of the agent that this control plane may offer, with what is new in them */
        get: operations["release.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a workload for good; what runs is stopped */
        post: operations["workload.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workload with what it runs, what its command told of itself, and what it costs */
        get: operations["workload.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what a workload asks for; while it waits it keeps its place in the queue */
        patch: operations["workload.change"];
        trace?: never;
    };
    "/api/v1/workload-comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Two to four workloads side by side: what they ask for, where they ran, how long they took and what they used */
        get: operations["workload.compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workloads that you may see, newest first */
        get: operations["workload.list"];
        put?: never;
        /** Submit a workload; the same idempotency key answers the same workload */
        post: operations["workload.submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workload-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a submission would become, with its template, size and defaults, what stands against it, and where it would start; nothing is written */
        post: operations["workload.preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workload as the request that would make it again: to clone it, or to keep it as a file */
        get: operations["workload.request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a stopped workload back into the queue */
        post: operations["workload.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs of a workload, newest first */
        get: operations["run.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a workload and keep it for later */
        post: operations["workload.stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workload-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit up to 500 workloads: all of them, or none */
        post: operations["workload.submit-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workload-tally": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many workloads are in each phase, by project */
        get: operations["workload.tally"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a workload, oldest first */
        get: operations["workload.timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a workload waits, in one sentence with numbers, and what would help */
        get: operations["workload.why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sizes/{size}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a size, or change one; workloads that were submitted keep what they were given */
        put: operations["size.set"];
        post?: never;
        /** Delete a size of your own; of a built-in one, undo the changes */
        delete: operations["size.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sizes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sizes that a workload can be given in one word, smallest first */
        get: operations["size.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a template, or change one; workloads that were submitted keep what they were given */
        put: operations["template.set"];
        post?: never;
        /** Delete a template of your own; of a built-in one, undo the changes */
        delete: operations["template.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates that a workload can begin with */
        get: operations["template.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connections of a project */
        get: operations["connection.list"];
        put?: never;
        /** Make a connection: data or a service that workloads of a project use by name */
        post: operations["connection.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/connections/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["connection.get"];
        put?: never;
        post?: never;
        /** Delete a connection; the data stays, and workloads that were submitted keep what they were given */
        delete: operations["connection.delete"];
        options?: never;
        head?: never;
        /** Change a connection; workloads that were submitted keep what they were given */
        patch: operations["connection.update"];
        trace?: never;
    };
    "/api/v1/projects/{project}/connections/{connection}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the agent of a cluster try a connection, and say how long it took or why it failed; no data leaves the cluster */
        post: operations["connection.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage over time, of a cluster and its nodes or of a workload */
        get: operations["metrics.query"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/top": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Newest usage beside what is allocated and what there is */
        get: operations["metrics.top"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GPU and CPU hours held, used and over quota in a time, by whom */
        get: operations["usage.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/idle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GPUs that are held and hardly used, and who holds them */
        get: operations["usage.idle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The price book: what an hour of a GPU costs, from when on, and who said so */
        get: operations["price.list"];
        put?: never;
        /** Say what an hour of a GPU costs from when on; what was said before holds until then */
        post: operations["price.set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved views: your own, and those that are shared with you */
        get: operations["view.list"];
        put?: never;
        /** Keep the state of a page under a name, for yourself or for others */
        post: operations["view.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{viewId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a saved view */
        delete: operations["view.delete"];
        options?: never;
        head?: never;
        /** Change a saved view: its name, who sees it, or what it shows */
        patch: operations["view.update"];
        trace?: never;
    };
    "/api/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where a request could start now, by node pool and cluster: how many would fit, and how many after preemption */
        post: operations["offer.get"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play past work again with changed quotas, nodes, priorities and policies, and compare; nothing is changed */
        post: operations["what-if.run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often forecasts of starts held, by node pool and by how far away the start was */
        get: operations["forecast.calibration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: operations["audit.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The decision log, oldest first: what it takes to plan past rounds again */
        get: operations["decision.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill an empty organization with clusters, people and a month of work that the scheduler decided in virtual time */
        post: operations["demo.seed"];
        /** Take a demo away: its clusters, people, projects and all their work; audit entries stay */
        delete: operations["demo.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{workload}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The output of a workload as server-sent events: lines, gap, end. The id of an event is the cursor behind it */
        get: operations["workload.logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what as CSV, all that the filter has, newest first */
        get: operations["audit.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GPU and CPU hours held, used and over quota in a time as CSV, a row for each that held something */
        get: operations["usage.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workloads that you may see as CSV, all that the filter has, newest first */
        get: operations["workload.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            error: {
                code: string;
                message: string;
                hint: string | null;
                issues: {
                    path: string;
                    message: string;
                }[];
                requestId: string;
            };
        };
        Project: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            namespace: string;
            department: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            lostAfterSeconds: number;
            clusterRules: {
                key: string;
                /** @enum {string} */
                operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                /** @default [] */
                values: string[];
            }[];
            /** Format: date-time */
            createdAt: string;
            archivedAt: string | null;
        };
        Quota: {
            queue: {
                /** @enum {string} */
                kind: "department" | "project";
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            rank: number;
            resources: {
                [key: string]: {
                    deserved: number | null;
                    limit: number | null;
                    weight: number;
                    borrowLimit?: number | null;
                    lendLimit?: number | null;
                };
            };
            minRuntimeSeconds: number | null;
            userLimits: {
                [key: string]: number;
            };
            updatedAt: string | null;
        };
        QueueDecision: {
            id: number;
            /** @enum {string} */
            kind: "assigned" | "preempted" | "nominated";
            round: number;
            /** Format: date-time */
            at: string;
            workload: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            project: string;
            cluster: string | null;
            nodes: string[];
            borrowed: boolean;
            cause: ("RECLAIM" | "PRIORITY") | null;
            beneficiary: {
                workload: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                } | null;
                project: string;
            } | null;
        };
        Queue: {
            queue: {
                /** @enum {string} */
                kind: "department" | "project";
                /** Format: uuid */
                id: string;
                name: string;
                parentId: string | null;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            rank: number;
            deserved: {
                [key: string]: number | null;
            };
            limit: {
                [key: string]: number | null;
            };
            fairShare: {
                [key: string]: number;
            };
            allocated: {
                [key: string]: number;
            };
            allocatedNonPreemptible: {
                [key: string]: number;
            };
            requested: {
                [key: string]: number;
            };
            waiting: number;
            running: number;
            asOf: string | null;
        };
        PendingWorkload: {
            /** Format: uuid */
            id: string;
            name: string;
            kind: string;
            project: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            place: number;
            of: number;
            priority: number;
            preemptible: boolean;
            replicas: number;
            requests: {
                [key: string]: number;
            };
            /** Format: date-time */
            submittedAt: string;
            /** Format: date-time */
            waitingSince: string;
            reason: string;
            message: string | null;
            hint: string | null;
            permanent: boolean;
            startEstimate: {
                p50: string | null;
                p90: string | null;
                samples: number;
                /** Format: date-time */
                madeAt: string;
            } | null;
            nominated: {
                cluster: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                };
                nodes: string[];
            } | null;
            createdBy: {
                id: string;
                name: string;
            };
        };
        Cluster: {
            /** Format: uuid */
            id: string;
            name: string;
            labels: {
                [key: string]: string;
            };
            /** @enum {string} */
            state: "pending" | "accepted" | "suspended" | "revoked";
            connected: boolean;
            /** @enum {string} */
            health: "enrolling" | "healthy" | "degraded" | "offline";
            healthMessage: string;
            lastSeenAt: string | null;
            driver: string | null;
            agentVersion: string | null;
            agentProtocol: string | null;
            /** @enum {string} */
            agentSkew: "same" | "behind" | "ahead" | "refused" | "unknown";
            platform: {
                os: string;
                version: string;
            } | null;
            /** @enum {string} */
            logPolicy: "redact" | "relay" | "local" | "stream";
            paused: boolean;
            pruneRefusal: string | null;
            clockSkewMs: number | null;
            nodes: {
                total: number;
                ready: number;
            };
            capacity: {
                [key: string]: number;
            };
            allocated: {
                [key: string]: number;
            };
            runs: number;
            desiredRev: number;
            appliedRev: number | null;
            /** Format: date-time */
            createdAt: string;
            enrolledAt: string | null;
        };
        ClusterDetail: {
            /** Format: uuid */
            id: string;
            name: string;
            labels: {
                [key: string]: string;
            };
            /** @enum {string} */
            state: "pending" | "accepted" | "suspended" | "revoked";
            connected: boolean;
            /** @enum {string} */
            health: "enrolling" | "healthy" | "degraded" | "offline";
            healthMessage: string;
            lastSeenAt: string | null;
            driver: string | null;
            agentVersion: string | null;
            agentProtocol: string | null;
            /** @enum {string} */
            agentSkew: "same" | "behind" | "ahead" | "refused" | "unknown";
            platform: {
                os: string;
                version: string;
            } | null;
            /** @enum {string} */
            logPolicy: "redact" | "relay" | "local" | "stream";
            paused: boolean;
            pruneRefusal: string | null;
            clockSkewMs: number | null;
            nodes: {
                total: number;
                ready: number;
            };
            capacity: {
                [key: string]: number;
            };
            allocated: {
                [key: string]: number;
            };
            runs: number;
            desiredRev: number;
            appliedRev: number | null;
            /** Format: date-time */
            createdAt: string;
            enrolledAt: string | null;
            capabilities: {
                /** Format: date-time */
                observedAt: string;
                kubernetes: {
                    version: string;
                    platform: string;
                } | null;
                apis: {
                    name: string;
                    versions: string[];
                }[];
                storageClasses: {
                    name: string;
                    provisioner: string;
                    isDefault: boolean;
                    isShared: boolean | null;
                }[];
                missingRights: {
                    namespace: string;
                    verb: string;
                    resource: string;
                }[];
                namespaces: string[];
                policy: {
                    namespaces?: string[];
                    kinds?: string[];
                    registries?: string[];
                    logs?: string;
                    exec?: boolean;
                    maxGpus?: number;
                    maxReplicas?: number;
                };
                metricSources: string[];
            } | null;
        };
        Node: {
            /** Format: uuid */
            id: string;
            name: string;
            cluster: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            ready: boolean;
            schedulable: boolean;
            cordoned: {
                /** Format: date-time */
                at: string;
                by: string;
            } | null;
            message: string | null;
            labels: {
                [key: string]: string;
            };
            taints: {
                key: string;
                value: string;
                effect: string;
            }[];
            capacity: {
                [key: string]: number;
            };
            allocatable: {
                [key: string]: number;
            };
            allocated: {
                [key: string]: number;
            };
            gpu: {
                model: string;
                count: number;
                memoryMib: number;
            } | null;
            versions: {
                [key: string]: string;
            };
            runs: {
                /** Format: uuid */
                runId: string;
                /** Format: uuid */
                workloadId: string;
                workloadName: string;
                replicas: number;
            }[];
            otherRuns: number;
            /** Format: date-time */
            observedAt: string;
        };
        Workload: {
            /** Format: uuid */
            id: string;
            name: string;
            kind: string;
            project: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            status: {
                /** @enum {string} */
                phase: "QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
                reason: string | null;
                message: string | null;
                hint: string | null;
                /** Format: date-time */
                since: string;
                connected: boolean | null;
                observedAt: string | null;
                generation: number;
                exitCode: number | null;
                retryable: boolean | null;
            };
            cluster: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            nodes: string[];
            runId: string | null;
            progress: number | null;
            address: string | null;
            labels: {
                [key: string]: string;
            };
            priority: number;
            preemptible: boolean;
            replicas: number;
            replicasRunning: number | null;
            requests: {
                [key: string]: number;
            };
            /** Format: date-time */
            submittedAt: string;
            startEstimate: {
                p50: string | null;
                p90: string | null;
                samples: number;
                /** Format: date-time */
                madeAt: string;
            } | null;
            startedAt: string | null;
            finishedAt: string | null;
            failures: number;
            preemptions: number;
            createdBy: {
                id: string;
                name: string;
            };
            cost?: {
                currency: string | null;
                gpuHours: number;
                cost: number | null;
                unpriced: number;
            };
        };
        SubmittedWorkload: {
            /** Format: uuid */
            id: string;
            name: string;
            kind: string;
            project: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            status: {
                /** @enum {string} */
                phase: "QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
                reason: string | null;
                message: string | null;
                hint: string | null;
                /** Format: date-time */
                since: string;
                connected: boolean | null;
                observedAt: string | null;
                generation: number;
                exitCode: number | null;
                retryable: boolean | null;
            };
            cluster: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            nodes: string[];
            runId: string | null;
            progress: number | null;
            address: string | null;
            labels: {
                [key: string]: string;
            };
            priority: number;
            preemptible: boolean;
            replicas: number;
            replicasRunning: number | null;
            requests: {
                [key: string]: number;
            };
            /** Format: date-time */
            submittedAt: string;
            startEstimate: {
                p50: string | null;
                p90: string | null;
                samples: number;
                /** Format: date-time */
                madeAt: string;
            } | null;
            startedAt: string | null;
            finishedAt: string | null;
            failures: number;
            preemptions: number;
            createdBy: {
                id: string;
                name: string;
            };
            cost?: {
                currency: string | null;
                gpuHours: number;
                cost: number | null;
                unpriced: number;
            };
            warnings: string[];
        };
        WorkloadDetail: {
            /** Format: uuid */
            id: string;
            name: string;
            kind: string;
            project: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodePool: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            status: {
                /** @enum {string} */
                phase: "QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
                reason: string | null;
                message: string | null;
                hint: string | null;
                /** Format: date-time */
                since: string;
                connected: boolean | null;
                observedAt: string | null;
                generation: number;
                exitCode: number | null;
                retryable: boolean | null;
            };
            cluster: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            nodes: string[];
            runId: string | null;
            progress: number | null;
            address: string | null;
            labels: {
                [key: string]: string;
            };
            priority: number;
            preemptible: boolean;
            replicas: number;
            replicasRunning: number | null;
            requests: {
                [key: string]: number;
            };
            /** Format: date-time */
            submittedAt: string;
            startEstimate: {
                p50: string | null;
                p90: string | null;
                samples: number;
                /** Format: date-time */
                madeAt: string;
            } | null;
            startedAt: string | null;
            finishedAt: string | null;
            failures: number;
            preemptions: number;
            createdBy: {
                id: string;
                name: string;
            };
            cost: {
                currency: string | null;
                gpuHours: number;
                cost: number | null;
                unpriced: number;
                expected: {
                    p50: number;
                    p90: number;
                    samples: number;
                } | null;
                limit: number | null;
            };
            figures: {
                [key: string]: number;
            };
            result: {
                [key: string]: unknown;
            } | null;
            spec: {
                [key: string]: unknown;
            };
            clonedFrom: {
                /** Format: uuid */
                id: string;
                name: string | null;
            } | null;
            clones: {
                /** Format: uuid */
                id: string;
                name: string;
                /** @enum {string} */
                phase: "QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
                /** Format: date-time */
                submittedAt: string;
            }[];
        };
        SubmitWorkload: {
            project: string;
            name?: string;
            /** @enum {string} */
            kind?: "job" | "distributed" | "workspace" | "endpoint" | "evaluation" | "image-build";
            /** @default {} */
            labels?: {
                [key: string]: string;
            };
            spec: {
                template?: string;
                image?: string;
                /** @default [] */
                command?: string[];
                /** @default [] */
                args?: string[];
                /** @default {} */
                env?: {
                    [key: string]: string | {
                        secretRef: {
                            name: string;
                            key: string;
                        };
                    };
                };
                workingDir?: string;
                /** @default {} */
                resources?: {
                    cpu?: number | string;
                    memory?: number | string;
                    gpu?: number;
                    extended?: {
                        [key: string]: number;
                    };
                };
                replicas?: number;
                replicasMin?: number;
                priority?: ("very-low" | "low" | "medium-low" | "medium" | "medium-high" | "high" | "very-high") | number;
                preemptible?: boolean;
                timeout?: (number | string) | null;
                stopGrace?: number | string;
                retry?: {
                    /** @default 0 */
                    max?: number;
                    /**
                     * @default [
                     *       "EXIT_NONZERO"
                     *     ]
                     */
                    on?: ("EXIT_NONZERO" | "OOM" | "TIMEOUT" | "IMAGE_PULL" | "EVICTED" | "NODE_LOST" | "CLUSTER_LOST")[];
                };
                /** @default {} */
                placement?: {
                    nodePool?: string;
                    fallbackPools?: string[];
                    /** @default [] */
                    clusters?: string[];
                    /** @default {} */
                    nodeSelector?: {
                        [key: string]: string;
                    };
                    /** @default [] */
                    tolerations?: {
                        /** @default  */
                        key?: string;
                        /**
                         * @default Equal
                         * @enum {string}
                         */
                        operator?: "Exists" | "Equal";
                        /** @default  */
                        value?: string;
                        /** @enum {string} */
                        effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                    }[];
                    clusterRules?: {
                        key: string;
                        /** @enum {string} */
                        operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                        /** @default [] */
                        values?: string[];
                    }[];
                    nodeRules?: {
                        key: string;
                        /** @enum {string} */
                        operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                        /** @default [] */
                        values?: string[];
                    }[];
                    nodePreferences?: {
                        weight: number;
                        rules: {
                            key: string;
                            /** @enum {string} */
                            operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                            /** @default [] */
                            values?: string[];
                        }[];
                    }[];
                    topology?: {
                        required?: string;
                        preferred?: string;
                    };
                    apartBy?: string;
                    near?: {
                        level: string;
                        labels: {
                            [key: string]: string;
                        };
                    }[];
                    apart?: {
                        level: string;
                        labels: {
                            [key: string]: string;
                        };
                    }[];
                };
                /** @default {} */
                annotations?: {
                    [key: string]: string;
                };
                size?: string;
                limits?: {
                    cpu?: number | string;
                    memory?: number | string;
                };
                imagePullSecrets?: string[];
                volumes?: ({
                    name: string;
                    mountPath: string;
                    /** @constant */
                    type: "scratch";
                    size?: number | string;
                    /** @default false */
                    inMemory?: boolean;
                } | {
                    name: string;
                    mountPath: string;
                    /** @constant */
                    type: "claim";
                    claim: string;
                    subPath?: string;
                    /** @default false */
                    readOnly?: boolean;
                } | {
                    name: string;
                    mountPath: string;
                    /** @constant */
                    type: "own";
                    size: number | string;
                    storageClass?: string;
                    keep?: boolean;
                } | {
                    name: string;
                    mountPath: string;
                    /** @constant */
                    type: "modelCache";
                    size: number | string;
                    storageClass?: string;
                })[];
                connections?: (string | {
                    name: string;
                    mountPath?: string;
                    readOnly?: boolean;
                })[];
                ports?: (number | {
                    name: string;
                    port: number;
                })[];
                serving?: {
                    port?: string | number;
                    minReplicas?: number;
                    targetCpuPercent?: number;
                    healthPath?: string;
                };
                build?: {
                    destination: string;
                    /** @default Dockerfile */
                    dockerfile?: string;
                    context?: string;
                    inline?: string;
                    pushSecret?: string;
                };
                config?: {
                    [key: string]: unknown;
                };
                /** @enum {string} */
                engine?: "auto" | "plain" | "jobset" | "trainer" | "ray" | "kserve";
                keepFor?: number | string;
            };
            /** Format: uuid */
            clonedFrom?: string;
            idempotencyKey?: string;
        };
        WorkloadPreview: {
            name: string | null;
            kind: string;
            project: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            priority: number;
            preemptible: boolean;
            replicas: number;
            requests: {
                [key: string]: number;
            };
            labels: {
                [key: string]: string;
            };
            spec: {
                [key: string]: unknown;
            };
            warnings: string[];
            outlook: {
                /** @enum {string} */
                outcome: "STARTS" | "STARTS_AFTER_PREEMPTION" | "WAITS";
                headline: string;
                hint: string | null;
                permanent: boolean;
                nodePool: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                } | null;
                cluster: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                } | null;
                nodes: string[];
                start: {
                    p50: string | null;
                    p90: string | null;
                    samples: number;
                    /** Format: date-time */
                    madeAt: string;
                } | null;
                preemptions: {
                    project: string;
                    count: number;
                    workloads: string[];
                }[];
                suggestions: {
                    code: string;
                    text: string;
                    /** @enum {string} */
                    by: "owner" | "admin" | "nobody";
                    /** @enum {string} */
                    outcome: "STARTS" | "STARTS_AFTER_PREEMPTION";
                    preempts: number;
                    changes: ({
                        /** @enum {string} */
                        kind: "workload" | "quota" | "cluster" | "node" | "add-nodes" | "wait";
                    } & {
                        [key: string]: unknown;
                    })[];
                    command: string | null;
                }[] | null;
            } | null;
        };
        Run: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            workloadId: string;
            generation: number;
            cluster: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            nodes: string[];
            phase: string;
            reason: string | null;
            message: string | null;
            exitCode: number | null;
            replicas: {
                index: number;
                phase: string;
                node: string | null;
                exitCode: number | null;
                message: string | null;
            }[];
            progress: number | null;
            figures: {
                [key: string]: number;
            };
            result: {
                [key: string]: unknown;
            } | null;
            address: string | null;
            requests: {
                [key: string]: number;
            };
            /** Format: date-time */
            assignedAt: string;
            startedAt: string | null;
            finishedAt: string | null;
            observedAt: string | null;
            connected: boolean;
            roundId: number | null;
            preemptedFor: {
                /** Format: uuid */
                id: string;
                name: string;
                project: string;
            } | null;
        };
        TimelineEvent: {
            id: number;
            /** Format: date-time */
            at: string;
            runId: string | null;
            phase: string;
            reason: string | null;
            message: string;
            data: {
                [key: string]: unknown;
            };
        };
        Why: {
            workload: components["schemas"]["Workload"];
            headline: string;
            hint: string | null;
            permanent: boolean;
            gates: {
                gate: string;
                /** @enum {string} */
                state: "pass" | "fail" | "not-reached";
                subject: string | null;
                numbers: {
                    [key: string]: number;
                };
                text: string;
            }[];
            holders: {
                queue: string;
                resource: string;
                amount: number;
            }[];
            warnings: string[];
            suggestions: {
                code: string;
                text: string;
                /** @enum {string} */
                by: "owner" | "admin" | "nobody";
                /** @enum {string} */
                outcome: "STARTS" | "STARTS_AFTER_PREEMPTION";
                preempts: number;
                changes: ({
                    /** @enum {string} */
                    kind: "workload" | "quota" | "cluster" | "node" | "add-nodes" | "wait";
                } & {
                    [key: string]: unknown;
                })[];
                command: string | null;
            }[] | null;
            position: {
                ahead: number;
                of: number;
            } | null;
            round: {
                id: number;
                /** Format: date-time */
                at: string;
            } | null;
        };
        Size: {
            name: string;
            requests: {
                [key: string]: number;
            };
            limits: {
                [key: string]: number;
            };
            builtIn: boolean;
        };
        Template: {
            name: string;
            kind: string;
            about: string;
            spec: {
                [key: string]: unknown;
            };
            builtIn: boolean;
        };
        Connection: {
            /** Format: uuid */
            id: string;
            name: string;
            project: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** @enum {string} */
            type: "s3" | "pvc" | "uri" | "git";
            description: string;
            settings: {
                [key: string]: string;
            };
            secret: string | null;
            mountPath: string | null;
            readOnly: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "session.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "session.end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "session.whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                        };
                        organization: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            displayName: string;
                        };
                        roles: {
                            /** @enum {string} */
                            role: "admin" | "department-admin" | "researcher" | "viewer";
                            scope: {
                                /** @enum {string} */
                                kind: "organization" | "department" | "project";
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            expiresAt: string | null;
                        }[];
                        permissions: string[];
                        /** @enum {string} */
                        via: "session" | "token";
                        version: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "setup-link.inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                        name: string;
                        organization: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "setup-link.redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                    name?: string;
                    /** Format: email */
                    email?: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "token.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            prefix: string;
                            permissions: string[] | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                            lastUsedIp: string | null;
                            allowedCidrs: string[] | null;
                            replacedBy: string | null;
                            revokedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "token.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default 90 */
                    expiresInDays?: number;
                    permissions?: string[];
                    allowedCidrs?: string[];
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: string;
                        info: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            prefix: string;
                            permissions: string[] | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                            lastUsedIp: string | null;
                            allowedCidrs: string[] | null;
                            replacedBy: string | null;
                            revokedAt: string | null;
                        };
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "token.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        prefix: string;
                        permissions: string[] | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        expiresAt: string;
                        lastUsedAt: string | null;
                        lastUsedIp: string | null;
                        allowedCidrs: string[] | null;
                        replacedBy: string | null;
                        revokedAt: string | null;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "token.rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 24 */
                    overlapHours?: number;
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: string;
                        info: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            prefix: string;
                            permissions: string[] | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            lastUsedAt: string | null;
                            lastUsedIp: string | null;
                            allowedCidrs: string[] | null;
                            replacedBy: string | null;
                            revokedAt: string | null;
                        };
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            source: "local";
                            /** @enum {string} */
                            state: "active" | "invited" | "disabled";
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            lastSignInAt: string | null;
                            lastSeenAt: string | null;
                            roles: {
                                /** @enum {string} */
                                role: "admin" | "department-admin" | "researcher" | "viewer";
                                scope: {
                                    /** @enum {string} */
                                    kind: "organization" | "department" | "project";
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                expiresAt: string | null;
                            }[];
                        };
                        sessions: number;
                        tokens: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        source: "local";
                        /** @enum {string} */
                        state: "active" | "invited" | "disabled";
                        /** Format: date-time */
                        createdAt: string;
                        disabledAt: string | null;
                        lastSignInAt: string | null;
                        lastSeenAt: string | null;
                        roles: {
                            /** @enum {string} */
                            role: "admin" | "department-admin" | "researcher" | "viewer";
                            scope: {
                                /** @enum {string} */
                                kind: "organization" | "department" | "project";
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            expiresAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        source: "local";
                        /** @enum {string} */
                        state: "active" | "invited" | "disabled";
                        /** Format: date-time */
                        createdAt: string;
                        disabledAt: string | null;
                        lastSignInAt: string | null;
                        lastSeenAt: string | null;
                        roles: {
                            /** @enum {string} */
                            role: "admin" | "department-admin" | "researcher" | "viewer";
                            scope: {
                                /** @enum {string} */
                                kind: "organization" | "department" | "project";
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            expiresAt: string | null;
                        }[];
                        sessions: number;
                        tokens: number;
                        setupLinkExpiresAt: string | null;
                        work: {
                            running: number;
                            waiting: number;
                        };
                        sharedViews: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            source: "local";
                            /** @enum {string} */
                            state: "active" | "invited" | "disabled";
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            lastSignInAt: string | null;
                            lastSeenAt: string | null;
                            roles: {
                                /** @enum {string} */
                                role: "admin" | "department-admin" | "researcher" | "viewer";
                                scope: {
                                    /** @enum {string} */
                                    kind: "organization" | "department" | "project";
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                expiresAt: string | null;
                            }[];
                        };
                        sessions: number;
                        tokens: number;
                        views: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            source: "local";
                            /** @enum {string} */
                            state: "active" | "invited" | "disabled";
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            lastSignInAt: string | null;
                            lastSeenAt: string | null;
                            roles: {
                                /** @enum {string} */
                                role: "admin" | "department-admin" | "researcher" | "viewer";
                                scope: {
                                    /** @enum {string} */
                                    kind: "organization" | "department" | "project";
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                expiresAt: string | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    name: string;
                    /** @enum {string} */
                    role: "admin" | "department-admin" | "researcher" | "viewer";
                    scope?: {
                        /** @enum {string} */
                        kind: "organization" | "department" | "project";
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            source: "local";
                            /** @enum {string} */
                            state: "active" | "invited" | "disabled";
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            lastSignInAt: string | null;
                            lastSeenAt: string | null;
                            roles: {
                                /** @enum {string} */
                                role: "admin" | "department-admin" | "researcher" | "viewer";
                                scope: {
                                    /** @enum {string} */
                                    kind: "organization" | "department" | "project";
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                expiresAt: string | null;
                            }[];
                        };
                        link: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.set-role": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                scope: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "admin" | "department-admin" | "researcher" | "viewer";
                    /** Format: date-time */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        source: "local";
                        /** @enum {string} */
                        state: "active" | "invited" | "disabled";
                        /** Format: date-time */
                        createdAt: string;
                        disabledAt: string | null;
                        lastSignInAt: string | null;
                        lastSeenAt: string | null;
                        roles: {
                            /** @enum {string} */
                            role: "admin" | "department-admin" | "researcher" | "viewer";
                            scope: {
                                /** @enum {string} */
                                kind: "organization" | "department" | "project";
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            expiresAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.remove-role": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                scope: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        source: "local";
                        /** @enum {string} */
                        state: "active" | "invited" | "disabled";
                        /** Format: date-time */
                        createdAt: string;
                        disabledAt: string | null;
                        lastSignInAt: string | null;
                        lastSeenAt: string | null;
                        roles: {
                            /** @enum {string} */
                            role: "admin" | "department-admin" | "researcher" | "viewer";
                            scope: {
                                /** @enum {string} */
                                kind: "organization" | "department" | "project";
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            expiresAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.setup-link": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            source: "local";
                            /** @enum {string} */
                            state: "active" | "invited" | "disabled";
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            lastSignInAt: string | null;
                            lastSeenAt: string | null;
                            roles: {
                                /** @enum {string} */
                                role: "admin" | "department-admin" | "researcher" | "viewer";
                                scope: {
                                    /** @enum {string} */
                                    kind: "organization" | "department" | "project";
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                expiresAt: string | null;
                            }[];
                        };
                        link: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "user.sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    tokens?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            source: "local";
                            /** @enum {string} */
                            state: "active" | "invited" | "disabled";
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            lastSignInAt: string | null;
                            lastSeenAt: string | null;
                            roles: {
                                /** @enum {string} */
                                role: "admin" | "department-admin" | "researcher" | "viewer";
                                scope: {
                                    /** @enum {string} */
                                    kind: "organization" | "department" | "project";
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                expiresAt: string | null;
                            }[];
                        };
                        sessions: number;
                        tokens: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "download.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        items: {
                            name: string;
                            /** @enum {string} */
                            kind: "cli" | "chart" | "bundle";
                            title: string;
                            bytes: number;
                            sha256: string;
                            /** Format: uri */
                            url: string;
                        }[];
                        problem: string | null;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "licence.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "none" | "valid" | "expired" | "over-limit" | "unreadable";
                        terms: {
                            id: string;
                            organization: string;
                            /** Format: date-time */
                            issuedAt: string;
                            expiresAt: string | null;
                            limits: {
                                clusters?: number;
                                gpus?: number;
                                users?: number;
                            };
                        } | null;
                        use: {
                            clusters: number;
                            gpus: number;
                            users: number;
                        };
                        warnings: string[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "organization.overview": {
        parameters: {
            query?: {
                project?: string;
                department?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        clusters: {
                            total: number;
                            connected: number;
                        };
                        nodes: {
                            total: number;
                            ready: number;
                        };
                        capacity: {
                            [key: string]: {
                                total: number;
                                allocated: number;
                            };
                        };
                        workloads: {
                            [key: string]: number;
                        };
                        oldestWaiting: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            project: string;
                            /** Format: date-time */
                            since: string;
                            message: string | null;
                        } | null;
                        lastRound: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            planMicros: number;
                        } | null;
                        leader: {
                            alive: boolean;
                            epoch: number;
                            lookedAt: string | null;
                        };
                        /** Format: date-time */
                        asOf: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "department.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "department.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "department.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "project.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "project.archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "project.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    lostAfter?: number | string;
                    clusterRules?: {
                        key: string;
                        /** @enum {string} */
                        operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                        /** @default [] */
                        values?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "project.list": {
        parameters: {
            query?: {
                department?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Project"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "project.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    department: string;
                    /** @default  */
                    description?: string;
                    namespace?: string;
                    lostAfter?: number | string;
                    clusterRules?: {
                        key: string;
                        /** @enum {string} */
                        operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                        /** @default [] */
                        values?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "project.move": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department: string;
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        description: string;
                        namespace: string;
                        department: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        lostAfterSeconds: number;
                        clusterRules: {
                            key: string;
                            /** @enum {string} */
                            operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                            /** @default [] */
                            values: string[];
                        }[];
                        /** Format: date-time */
                        createdAt: string;
                        archivedAt: string | null;
                        from: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        consequences: {
                            waiting: number;
                            running: number;
                            people: {
                                lose: number;
                                gain: number;
                            };
                            quotas: {
                                nodePool: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                };
                                resource: string;
                                project: number;
                                from: {
                                    deserved: number | null;
                                    before: number;
                                    after: number;
                                };
                                to: {
                                    deserved: number | null;
                                    before: number;
                                    after: number;
                                };
                            }[];
                        };
                        warnings: string[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node-pool.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            selector: {
                                [key: string]: string;
                            };
                            clusters: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            }[];
                            /** @enum {string} */
                            strategy: "binpack" | "spread";
                            minRuntimeSeconds: number;
                            timeBasedK: number | null;
                            timeBasedHalfLifeSeconds: number | null;
                            topology: string[];
                            maxWaitSeconds: number | null;
                            preemptionsPerHour: number | null;
                            isDefault: boolean;
                            nodes: {
                                total: number;
                                ready: number;
                            };
                            capacity: {
                                [key: string]: number;
                            };
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node-pool.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    selector: {
                        [key: string]: string;
                    };
                    /** @default [] */
                    clusters?: string[];
                    /**
                     * @default binpack
                     * @enum {string}
                     */
                    strategy?: "binpack" | "spread";
                    minRuntime?: number | string;
                    /** @default null */
                    timeBasedK?: number | null;
                    timeBasedHalfLife?: (number | string) | null;
                    topology?: string[];
                    maxWait?: (number | string) | null;
                    preemptionsPerHour?: number | null;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        selector: {
                            [key: string]: string;
                        };
                        clusters: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        /** @enum {string} */
                        strategy: "binpack" | "spread";
                        minRuntimeSeconds: number;
                        timeBasedK: number | null;
                        timeBasedHalfLifeSeconds: number | null;
                        topology: string[];
                        maxWaitSeconds: number | null;
                        preemptionsPerHour: number | null;
                        isDefault: boolean;
                        nodes: {
                            total: number;
                            ready: number;
                        };
                        capacity: {
                            [key: string]: number;
                        };
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node-pool.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                nodePool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        selector: {
                            [key: string]: string;
                        };
                        clusters: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        /** @enum {string} */
                        strategy: "binpack" | "spread";
                        minRuntimeSeconds: number;
                        timeBasedK: number | null;
                        timeBasedHalfLifeSeconds: number | null;
                        topology: string[];
                        maxWaitSeconds: number | null;
                        preemptionsPerHour: number | null;
                        isDefault: boolean;
                        nodes: {
                            total: number;
                            ready: number;
                        };
                        capacity: {
                            [key: string]: number;
                        };
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node-pool.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                nodePool: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    selector?: {
                        [key: string]: string;
                    };
                    clusters?: string[];
                    /** @enum {string} */
                    strategy?: "binpack" | "spread";
                    minRuntime?: number | string;
                    timeBasedK?: number | null;
                    timeBasedHalfLife?: (number | string) | null;
                    topology?: string[];
                    maxWait?: (number | string) | null;
                    preemptionsPerHour?: number | null;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        selector: {
                            [key: string]: string;
                        };
                        clusters: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        /** @enum {string} */
                        strategy: "binpack" | "spread";
                        minRuntimeSeconds: number;
                        timeBasedK: number | null;
                        timeBasedHalfLifeSeconds: number | null;
                        topology: string[];
                        maxWaitSeconds: number | null;
                        preemptionsPerHour: number | null;
                        isDefault: boolean;
                        nodes: {
                            total: number;
                            ready: number;
                        };
                        capacity: {
                            [key: string]: number;
                        };
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "quota.list": {
        parameters: {
            query?: {
                project?: string;
                department?: string;
                nodePool?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Quota"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "quota.set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project?: string;
                    department?: string;
                    nodePool?: string;
                    rank?: number;
                    minRuntime?: (number | string) | null;
                    dryRun?: boolean;
                    cpu?: {
                        deserved?: (number | string) | "unlimited";
                        limit?: (number | string) | "unlimited";
                        weight?: number;
                        borrowLimit?: (number | string) | "unlimited";
                        lendLimit?: (number | string) | "unlimited";
                        userLimit?: (number | string) | "unlimited";
                    };
                    memory?: {
                        deserved?: (number | string) | "unlimited";
                        limit?: (number | string) | "unlimited";
                        weight?: number;
                        borrowLimit?: (number | string) | "unlimited";
                        lendLimit?: (number | string) | "unlimited";
                        userLimit?: (number | string) | "unlimited";
                    };
                    gpu?: {
                        deserved?: number | "unlimited";
                        limit?: number | "unlimited";
                        weight?: number;
                        borrowLimit?: number | "unlimited";
                        lendLimit?: number | "unlimited";
                        userLimit?: number | "unlimited";
                    };
                    extended?: {
                        [key: string]: {
                            deserved?: number | "unlimited";
                            limit?: number | "unlimited";
                            weight?: number;
                            borrowLimit?: number | "unlimited";
                            lendLimit?: number | "unlimited";
                            userLimit?: number | "unlimited";
                        };
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        queue: {
                            /** @enum {string} */
                            kind: "department" | "project";
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        nodePool: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        rank: number;
                        resources: {
                            [key: string]: {
                                deserved: number | null;
                                limit: number | null;
                                weight: number;
                                borrowLimit?: number | null;
                                lendLimit?: number | null;
                            };
                        };
                        minRuntimeSeconds: number | null;
                        userLimits: {
                            [key: string]: number;
                        };
                        updatedAt: string | null;
                        warnings: string[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "queue.decisions": {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["QueueDecision"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "queue.list": {
        parameters: {
            query?: {
                nodePool?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Queue"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "queue.move": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project?: string;
                    before?: string;
                    after?: string;
                    /** @enum {string} */
                    to?: "first" | "last";
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PendingWorkload"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "queue.pending": {
        parameters: {
            query?: {
                nodePool?: string;
                department?: string;
                project?: string;
                reason?: string;
                permanent?: string | boolean;
                search?: string;
                skip?: number;
                pageSize?: number;
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PendingWorkload"][];
                        nextPageToken: string | null;
                        total: number;
                        reasons: {
                            reason: string;
                            permanent: boolean;
                            count: number;
                        }[];
                        queues: {
                            project: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            count: number;
                        }[];
                        oldest: components["schemas"]["PendingWorkload"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.approve-upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version?: string;
                    /** @default false */
                    now?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        agentVersion: string | null;
                        agentProtocol: string | null;
                        agentImage: string | null;
                        /** @enum {string} */
                        skew: "same" | "behind" | "ahead" | "refused" | "unknown";
                        /** @enum {string} */
                        channel: "stable" | "beta" | "pinned";
                        version: string | null;
                        /** @enum {string} */
                        mode: "manual" | "automatic";
                        window: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            hours: number;
                            timeZone: string;
                        } | null;
                        windowOpen: boolean;
                        opensAt: string | null;
                        offer: {
                            version: string;
                            /** @enum {string} */
                            channel: "stable" | "beta";
                            digest: string | null;
                            protocol: string | null;
                            changes: {
                                area: string;
                                text: string;
                            }[];
                        } | null;
                        canUpgrade: boolean;
                        message: string;
                        current: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        } | null;
                        history: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.cancel-upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        agentVersion: string | null;
                        agentProtocol: string | null;
                        agentImage: string | null;
                        /** @enum {string} */
                        skew: "same" | "behind" | "ahead" | "refused" | "unknown";
                        /** @enum {string} */
                        channel: "stable" | "beta" | "pinned";
                        version: string | null;
                        /** @enum {string} */
                        mode: "manual" | "automatic";
                        window: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            hours: number;
                            timeZone: string;
                        } | null;
                        windowOpen: boolean;
                        opensAt: string | null;
                        offer: {
                            version: string;
                            /** @enum {string} */
                            channel: "stable" | "beta";
                            digest: string | null;
                            protocol: string | null;
                            changes: {
                                area: string;
                                text: string;
                            }[];
                        } | null;
                        canUpgrade: boolean;
                        message: string;
                        current: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        } | null;
                        history: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    network?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        lines: {
                            name: string;
                            ok: boolean;
                            detail: string;
                            fix: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.confirm-prune": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Cluster"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default {} */
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @default stream
                     * @enum {string}
                     */
                    logPolicy?: "redact" | "relay" | "local" | "stream";
                    tokenTtl?: number | string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cluster: components["schemas"]["Cluster"];
                        join: {
                            token: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.join-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    tokenTtl?: number | string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cluster: components["schemas"]["Cluster"];
                        steps: {
                            /** @enum {string} */
                            step: "token" | "enrolled" | "heartbeat" | "checks" | "nodes" | "pool" | "first-run";
                            title: string;
                            /** @enum {string} */
                            state: "done" | "waiting" | "failed";
                            detail: string;
                            fix: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterDetail"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    labels?: {
                        [key: string]: string;
                    };
                    /** @enum {string} */
                    logPolicy?: "redact" | "relay" | "local" | "stream";
                    paused?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.upgrades": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        agentVersion: string | null;
                        agentProtocol: string | null;
                        agentImage: string | null;
                        /** @enum {string} */
                        skew: "same" | "behind" | "ahead" | "refused" | "unknown";
                        /** @enum {string} */
                        channel: "stable" | "beta" | "pinned";
                        version: string | null;
                        /** @enum {string} */
                        mode: "manual" | "automatic";
                        window: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            hours: number;
                            timeZone: string;
                        } | null;
                        windowOpen: boolean;
                        opensAt: string | null;
                        offer: {
                            version: string;
                            /** @enum {string} */
                            channel: "stable" | "beta";
                            digest: string | null;
                            protocol: string | null;
                            changes: {
                                area: string;
                                text: string;
                            }[];
                        } | null;
                        canUpgrade: boolean;
                        message: string;
                        current: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        } | null;
                        history: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cluster.set-upgrades": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    channel?: "stable" | "beta" | "pinned";
                    version?: string;
                    /** @enum {string} */
                    mode?: "manual" | "automatic";
                    window?: {
                        days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        from: string;
                        hours: number;
                        timeZone: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        agentVersion: string | null;
                        agentProtocol: string | null;
                        agentImage: string | null;
                        /** @enum {string} */
                        skew: "same" | "behind" | "ahead" | "refused" | "unknown";
                        /** @enum {string} */
                        channel: "stable" | "beta" | "pinned";
                        version: string | null;
                        /** @enum {string} */
                        mode: "manual" | "automatic";
                        window: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            hours: number;
                            timeZone: string;
                        } | null;
                        windowOpen: boolean;
                        opensAt: string | null;
                        offer: {
                            version: string;
                            /** @enum {string} */
                            channel: "stable" | "beta";
                            digest: string | null;
                            protocol: string | null;
                            changes: {
                                area: string;
                                text: string;
                            }[];
                        } | null;
                        canUpgrade: boolean;
                        message: string;
                        current: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        } | null;
                        history: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "approved" | "ordered" | "running" | "succeeded" | "failed" | "declined" | "cancelled" | "lost";
                            fromVersion: string;
                            toVersion: string;
                            now: boolean;
                            approvedBy: string | null;
                            message: string;
                            /** Format: date-time */
                            createdAt: string;
                            orderedAt: string | null;
                            finishedAt: string | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node.cordon": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cluster?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        schedulable: boolean;
                        runs: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node.drain": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cluster?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        schedulable: boolean;
                        runs: number;
                        told: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node.list": {
        parameters: {
            query?: {
                cluster?: string;
                nodePool?: string;
                search?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Node"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "node.uncordon": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cluster?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        schedulable: boolean;
                        runs: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "release.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        items: {
                            version: string;
                            /** @enum {string} */
                            channel: "stable" | "beta";
                            digest: string | null;
                            protocol: string | null;
                            changes: {
                                area: string;
                                text: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.get": {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadDetail"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project?: string;
                    labels?: {
                        [key: string]: string;
                    };
                    /** @default {} */
                    spec?: {
                        replicas?: number;
                        replicasMin?: number | null;
                        size?: string;
                        resources?: {
                            cpu?: number | string;
                            memory?: number | string;
                            gpu?: number;
                            extended?: {
                                [key: string]: number;
                            };
                        };
                        priority?: ("very-low" | "low" | "medium-low" | "medium" | "medium-high" | "high" | "very-high") | number;
                        preemptible?: boolean;
                        timeout?: (number | string) | null;
                        /** @default {} */
                        placement?: {
                            nodePool?: string;
                            fallbackPools?: string[];
                            clusters?: string[];
                            nodeSelector?: {
                                [key: string]: string;
                            };
                            tolerations?: {
                                /** @default  */
                                key?: string;
                                /**
                                 * @default Equal
                                 * @enum {string}
                                 */
                                operator?: "Exists" | "Equal";
                                /** @default  */
                                value?: string;
                                /** @enum {string} */
                                effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                            }[];
                            clusterRules?: {
                                key: string;
                                /** @enum {string} */
                                operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                                /** @default [] */
                                values?: string[];
                            }[];
                            nodeRules?: {
                                key: string;
                                /** @enum {string} */
                                operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                                /** @default [] */
                                values?: string[];
                            }[];
                            nodePreferences?: {
                                weight: number;
                                rules: {
                                    key: string;
                                    /** @enum {string} */
                                    operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
                                    /** @default [] */
                                    values?: string[];
                                }[];
                            }[];
                            topology?: {
                                required?: string;
                                preferred?: string;
                            } | null;
                            apartBy?: string | null;
                            near?: {
                                level: string;
                                labels: {
                                    [key: string]: string;
                                };
                            }[];
                            apart?: {
                                level: string;
                                labels: {
                                    [key: string]: string;
                                };
                            }[];
                        };
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmittedWorkload"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.compare": {
        parameters: {
            query: {
                workloads: string | string[];
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            ref: string;
                            workload: components["schemas"]["Workload"] | null;
                            stays: {
                                /** @enum {string} */
                                phase: "QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
                                /** Format: date-time */
                                at: string;
                                ms: number;
                            }[];
                            ranFrom: string | null;
                            ranTo: string | null;
                        }[];
                        rows: {
                            /** @enum {string} */
                            group: "what" | "work" | "resources" | "environment" | "placement" | "life" | "use";
                            name: string;
                            /** @enum {string} */
                            unit: "text" | "number" | "cpu" | "memory" | "gpu" | "ms" | "hours" | "percent" | "share" | "time";
                            values: (string | number | null)[];
                            differs: boolean;
                        }[];
                        /** Format: date-time */
                        asOf: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.list": {
        parameters: {
            query?: {
                project?: string;
                department?: string;
                cluster?: string;
                nodePool?: string;
                phase?: ("QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED") | ("QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED")[];
                kind?: ("job" | "distributed" | "workspace" | "endpoint" | "evaluation" | "image-build") | ("job" | "distributed" | "workspace" | "endpoint" | "evaluation" | "image-build")[];
                label?: string;
                active?: string | boolean;
                search?: string;
                query?: string;
                since?: string;
                ids?: string | string[];
                cost?: string | boolean;
                pageSize?: number;
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workload"][];
                        nextPageToken: string | null;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.submit": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitWorkload"];
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmittedWorkload"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.preview": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitWorkload"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadPreview"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.request": {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        project: string;
                        name: string;
                        /** @enum {string} */
                        kind?: "job" | "distributed" | "workspace" | "endpoint" | "evaluation" | "image-build";
                        labels: {
                            [key: string]: string;
                        };
                        spec: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "run.list": {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Run"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.stop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.submit-batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    workloads: components["schemas"]["SubmitWorkload"][];
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ids: string[];
                        warnings: {
                            index: number;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.tally": {
        parameters: {
            query?: {
                project?: string;
                label?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            project: {
                                id: string;
                                name: string;
                            };
                            phases: {
                                [key: string]: number;
                            };
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.timeline": {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TimelineEvent"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.why": {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Why"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "size.set": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                size: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requests: {
                        cpu: number | string;
                        memory: number | string;
                    };
                    /** @default {} */
                    limits?: {
                        cpu?: number | string;
                        memory?: number | string;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Size"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "size.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                size: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Size"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "size.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Size"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "template.set": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default job */
                    kind?: string;
                    /** @default  */
                    about?: string;
                    spec: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "template.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "template.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Template"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "connection.list": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "connection.create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    type: "s3" | "pvc" | "uri" | "git";
                    /** @default  */
                    description?: string;
                    settings: {
                        [key: string]: string;
                    };
                    secret?: string;
                    mountPath?: string;
                    /** @default false */
                    readOnly?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "connection.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "connection.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "connection.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    settings?: {
                        [key: string]: string;
                    };
                    secret?: string | null;
                    mountPath?: string | null;
                    readOnly?: boolean;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "connection.test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cluster?: string;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        cluster: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        message: string;
                        latencyMs: number | null;
                        objects: number | null;
                        bytes: number | null;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "metrics.query": {
        parameters: {
            query?: {
                cluster?: string;
                node?: string;
                workload?: string;
                metric?: "cpu" | "memory" | "gpu" | "gpuMemory";
                total?: string | boolean;
                from?: string;
                to?: string;
                stepSeconds?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        series: {
                            /** @enum {string} */
                            kind: "cluster" | "node" | "run" | "agent";
                            key: string;
                            name: string;
                            /** @enum {string} */
                            metric: "cpu" | "memory" | "gpu" | "gpuMemory";
                            points: [
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "metrics.top": {
        parameters: {
            query?: {
                by?: "cluster" | "node" | "project" | "workload";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lines: {
                            /** @enum {string} */
                            kind: "cluster" | "node" | "project" | "workload";
                            id: string;
                            name: string;
                            cluster: string | null;
                            used: {
                                [key: string]: number;
                            };
                            allocated: {
                                [key: string]: number;
                            };
                            capacity: {
                                [key: string]: number;
                            };
                            at: string | null;
                        }[];
                        /** Format: date-time */
                        asOf: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "usage.get": {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                by?: "project" | "user" | "department" | "pool" | "cluster";
                project?: string;
                department?: string;
                nodePool?: string;
                cluster?: string;
                user?: string;
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        /** @enum {string} */
                        bucket: "hour" | "day" | "week";
                        currency: string | null;
                        total: {
                            gpu: {
                                allocated: number;
                                measured: number;
                                used: number | null;
                                overQuota: number;
                            };
                            cpu: {
                                allocated: number;
                                measured: number;
                                used: number | null;
                                overQuota: number;
                            };
                            cost: number | null;
                            unpriced: number;
                        };
                        lines: {
                            id: string;
                            name: string;
                            gpu: {
                                allocated: number;
                                measured: number;
                                used: number | null;
                                overQuota: number;
                            };
                            cpu: {
                                allocated: number;
                                measured: number;
                                used: number | null;
                                overQuota: number;
                            };
                            cost: number | null;
                            unpriced: number;
                        }[];
                        points: {
                            /** Format: date-time */
                            at: string;
                            gpu: {
                                allocated: number;
                                measured: number;
                                used: number | null;
                                overQuota: number;
                            };
                            cpu: {
                                allocated: number;
                                measured: number;
                                used: number | null;
                                overQuota: number;
                            };
                            cost: number | null;
                            unpriced: number;
                        }[];
                        /** Format: date-time */
                        asOf: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "usage.idle": {
        parameters: {
            query?: {
                project?: string;
                department?: string;
                minutes?: number;
                below?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            workload: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                kind: string;
                            };
                            project: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            user: {
                                id: string;
                                name: string;
                            };
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            cluster: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            gpu: number;
                            busy: number;
                            /** Format: date-time */
                            heldSince: string;
                            /** Format: date-time */
                            idleSince: string;
                            idleGpuHours: number;
                        }[];
                        gpu: number;
                        held: number;
                        unmeasured: number;
                        /** Format: date-time */
                        asOf: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "price.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            gpuModel: string | null;
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                            amount: number | null;
                            currency: string;
                            /** Format: date-time */
                            validFrom: string;
                            isCurrent: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: {
                                id: string;
                                name: string;
                            };
                        }[];
                        currency: string | null;
                        models: string[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "price.set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    gpuModel?: string;
                    nodePool?: string;
                    amount: number | null;
                    currency?: string;
                    /** Format: date-time */
                    validFrom?: string;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        gpuModel: string | null;
                        nodePool: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        amount: number | null;
                        currency: string;
                        /** Format: date-time */
                        validFrom: string;
                        isCurrent: boolean;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "view.list": {
        parameters: {
            query?: {
                page?: "workloads" | "audit";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            page: "workloads" | "audit";
                            name: string;
                            /** @enum {string} */
                            scope: "personal" | "project" | "organization";
                            project: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                            owner: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            search: {
                                [key: string]: unknown;
                            };
                            canChange: boolean;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "view.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default workloads
                     * @enum {string}
                     */
                    page?: "workloads" | "audit";
                    name: string;
                    /**
                     * @default personal
                     * @enum {string}
                     */
                    scope?: "personal" | "project" | "organization";
                    project?: string;
                    search: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        page: "workloads" | "audit";
                        name: string;
                        /** @enum {string} */
                        scope: "personal" | "project" | "organization";
                        project: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        owner: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        search: {
                            [key: string]: unknown;
                        };
                        canChange: boolean;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "view.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        page: "workloads" | "audit";
                        name: string;
                        /** @enum {string} */
                        scope: "personal" | "project" | "organization";
                        project: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        owner: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        search: {
                            [key: string]: unknown;
                        };
                        canChange: boolean;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "view.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    scope?: "personal" | "project" | "organization";
                    project?: string;
                    search?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        page: "workloads" | "audit";
                        name: string;
                        /** @enum {string} */
                        scope: "personal" | "project" | "organization";
                        project: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        owner: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        search: {
                            [key: string]: unknown;
                        };
                        canChange: boolean;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "offer.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project: string;
                    gpu?: number;
                    gpuType?: string;
                    cpu?: number | string;
                    memory?: number | string;
                    /** @default 1 */
                    replicas?: number;
                    priority?: number;
                    nodePool?: string;
                    /** @default [] */
                    clusters?: string[];
                    /** @default true */
                    estimates?: boolean;
                    /** @default 100 */
                    copiesMax?: number;
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        copiesMax: number;
                        items: {
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            cluster: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            now: number;
                            afterPreemption: number;
                            preemptions: number;
                            reason: string | null;
                            hint: string | null;
                            start: {
                                p50: string | null;
                                p90: string | null;
                                samples: number;
                                /** Format: date-time */
                                madeAt: string;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "what-if.run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    changes: ({
                        /** @constant */
                        kind: "quota";
                        project?: string;
                        department?: string;
                        nodePool?: string;
                        rank?: number;
                        minRuntime?: (number | string) | null;
                        cpu?: {
                            deserved?: (number | string) | "unlimited";
                            limit?: (number | string) | "unlimited";
                            weight?: number;
                            borrowLimit?: (number | string) | "unlimited";
                            lendLimit?: (number | string) | "unlimited";
                            userLimit?: (number | string) | "unlimited";
                        };
                        memory?: {
                            deserved?: (number | string) | "unlimited";
                            limit?: (number | string) | "unlimited";
                            weight?: number;
                            borrowLimit?: (number | string) | "unlimited";
                            lendLimit?: (number | string) | "unlimited";
                            userLimit?: (number | string) | "unlimited";
                        };
                        gpu?: {
                            deserved?: number | "unlimited";
                            limit?: number | "unlimited";
                            weight?: number;
                            borrowLimit?: number | "unlimited";
                            lendLimit?: number | "unlimited";
                            userLimit?: number | "unlimited";
                        };
                        extended?: {
                            [key: string]: {
                                deserved?: number | "unlimited";
                                limit?: number | "unlimited";
                                weight?: number;
                                borrowLimit?: number | "unlimited";
                                lendLimit?: number | "unlimited";
                                userLimit?: number | "unlimited";
                            };
                        };
                    } | {
                        /** @constant */
                        kind: "add-nodes";
                        count: number;
                        like?: string;
                        cluster?: string;
                        nodePool?: string;
                        resources?: {
                            cpu?: number | string;
                            memory?: number | string;
                            gpu?: number;
                            extended?: {
                                [key: string]: number;
                            };
                        };
                        labels?: {
                            [key: string]: string;
                        };
                    } | {
                        /** @constant */
                        kind: "remove-nodes";
                        nodes?: string[];
                        cluster?: string;
                    } | {
                        /** @constant */
                        kind: "priority";
                        project?: string;
                        department?: string;
                        from?: number;
                        priority: number;
                        preemptible?: boolean;
                    } | {
                        /** @constant */
                        kind: "node-pool";
                        nodePool?: string;
                        /** @enum {string} */
                        strategy?: "binpack" | "spread";
                        minRuntime?: number | string;
                        maxWait?: (number | string) | "never";
                        preemptionsPerHour?: number | "unlimited";
                        topology?: string[];
                    } | {
                        /** @constant */
                        kind: "policy";
                        preemptionsMaxPerRound?: number;
                        placementsMaxPerRound?: number;
                        reservationHorizon?: number | string;
                    })[];
                    window?: number | string;
                    trace?: {
                        queues: string[];
                        rows: [
                            number,
                            number,
                            number,
                            number,
                            number,
                            number
                        ][];
                    };
                };
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        until: string;
                        workloads: number;
                        assumptions: string[];
                        warnings: string[];
                        projects: {
                            project: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            /** @enum {string} */
                            effect: "GAINS" | "LOSES" | "SAME";
                            sooner: number;
                            later: number;
                            before: {
                                workloads: number;
                                started: number;
                                neverStarted: number;
                                waitMeanMs: number;
                                waitP50Ms: number;
                                waitP90Ms: number;
                                preemptions: number;
                                share: number;
                                fairShare: number;
                            };
                            after: {
                                workloads: number;
                                started: number;
                                neverStarted: number;
                                waitMeanMs: number;
                                waitP50Ms: number;
                                waitP90Ms: number;
                                preemptions: number;
                                share: number;
                                fairShare: number;
                            };
                        }[];
                        pools: {
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            resource: string;
                            before: {
                                workloads: number;
                                started: number;
                                neverStarted: number;
                                waitMeanMs: number;
                                waitP50Ms: number;
                                waitP90Ms: number;
                                preemptions: number;
                                utilisation: number;
                                capacity: {
                                    [key: string]: number;
                                };
                            };
                            after: {
                                workloads: number;
                                started: number;
                                neverStarted: number;
                                waitMeanMs: number;
                                waitP50Ms: number;
                                waitP90Ms: number;
                                preemptions: number;
                                utilisation: number;
                                capacity: {
                                    [key: string]: number;
                                };
                            };
                        }[];
                        gainers: string[];
                        losers: string[];
                        tookMs: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "forecast.calibration": {
        parameters: {
            query?: {
                nodePool?: string;
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        since: string;
                        all: {
                            count: number;
                            p50Held: number | null;
                            p90Held: number | null;
                        };
                        waiting: {
                            count: number;
                            p50Held: number | null;
                            p90Held: number | null;
                            p50Drawn: number | null;
                            p90Drawn: number | null;
                        };
                        startsNow: {
                            count: number;
                            held: number | null;
                        };
                        byWait: {
                            /** @enum {string} */
                            upTo: "10 min" | "1 h" | "6 h" | "1 d" | "3 d" | "longer";
                            count: number;
                            p50Held: number | null;
                            p90Held: number | null;
                            p50Drawn: number | null;
                            p90Drawn: number | null;
                        }[];
                        pools: {
                            nodePool: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            count: number;
                            p50Held: number | null;
                            p90Held: number | null;
                        }[];
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "audit.list": {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                object?: string;
                request?: string;
                id?: number;
                since?: string;
                pageSize?: number;
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            actor: {
                                /** @enum {string} */
                                kind: "user" | "agent" | "system";
                                id: string;
                                name: string;
                            };
                            action: string;
                            object: {
                                kind: string;
                                id: string;
                                name: string;
                            };
                            /** @enum {string} */
                            origin: "console" | "api" | "agent" | "system";
                            requestId: string;
                            ip: string | null;
                            data: {
                                [key: string]: unknown;
                            };
                        }[];
                        nextPageToken: string | null;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "decision.list": {
        parameters: {
            query?: {
                since?: string;
                pageSize?: number;
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** @enum {string} */
                            kind: "world" | "news" | "round";
                            epoch: number;
                            /** Format: date-time */
                            at: string;
                            version: string;
                            roundId: number | null;
                            policy: {
                                [key: string]: unknown;
                            } | null;
                            inputs: ({
                                now: number;
                                seed: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            planSha256: string | null;
                            decisions: number;
                            payload: string;
                        }[];
                        nextPageToken: string | null;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "demo.seed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default small
                     * @enum {string}
                     */
                    size?: "small" | "large";
                    /** @default 1 */
                    seed?: number;
                };
            };
        };
        responses: {
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        size: "small" | "large";
                        seed: number;
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        until: string;
                        clusters: string[];
                        nodes: number;
                        departments: number;
                        projects: number;
                        users: number;
                        workloads: {
                            ended: number;
                            running: number;
                            waiting: number;
                        };
                        runs: number;
                        rounds: number;
                        tookMs: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "demo.remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        clusters: number;
                        departments: number;
                        projects: number;
                        users: number;
                        workloads: number;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.logs": {
        parameters: {
            query?: {
                project?: string;
                follow?: string | boolean;
                tail?: number;
                replica?: number;
                runId?: string;
                cursor?: string;
                search?: string;
                context?: number;
            };
            header?: never;
            path: {
                workload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @constant */
                        type: "lines";
                        cursor: string;
                        lines: {
                            replica: number;
                            /** @enum {string} */
                            stream: "out" | "err";
                            at: string | null;
                            text: string;
                        }[];
                    } | {
                        /** @constant */
                        type: "gap";
                        bytes: number;
                        reason: string;
                    } | {
                        /** @constant */
                        type: "end";
                        reason: string;
                        message: string;
                    };
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "audit.export": {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                object?: string;
                request?: string;
                id?: number;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a file: names of columns, then rows; times are in UTC */
            200: {
                headers: {
                    /** @description how many rows there are */
                    "fairlead-rows"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "usage.export": {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                by?: "project" | "user" | "department" | "pool" | "cluster";
                project?: string;
                department?: string;
                nodePool?: string;
                cluster?: string;
                user?: string;
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a file: names of columns, then rows; times are in UTC */
            200: {
                headers: {
                    /** @description how many rows there are */
                    "fairlead-rows"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "workload.export": {
        parameters: {
            query?: {
                project?: string;
                department?: string;
                cluster?: string;
                nodePool?: string;
                phase?: ("QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED") | ("QUEUED" | "ASSIGNED" | "STARTING" | "RUNNING" | "SUSPENDED" | "CANCELLING" | "SUCCEEDED" | "FAILED" | "CANCELLED")[];
                kind?: ("job" | "distributed" | "workspace" | "endpoint" | "evaluation" | "image-build") | ("job" | "distributed" | "workspace" | "endpoint" | "evaluation" | "image-build")[];
                label?: string;
                active?: string | boolean;
                search?: string;
                query?: string;
                since?: string;
                ids?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a file: names of columns, then rows; times are in UTC */
            200: {
                headers: {
                    /** @description how many rows there are */
                    "fairlead-rows"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
