/**
 * What travels between Terraform or OpenTofu and a provider: the part of its plugin protocol, version 6, that this provider speaks, and the three services by which
 * HashiCorp's go-plugin minds the process. Numbers of fields are the contract. A field that is left out here is skipped when it arrives.
 */
export const TERRAFORM = `
syntax = "proto3";
package tfplugin6;

message DynamicValue { bytes msgpack = 1; bytes json = 2; }
message AttributePath {
  message Step { oneof selector { string attribute_name = 1; string element_key_string = 2; int64 element_key_int = 3; } }
  repeated Step steps = 1;
}
message Diagnostic { int32 severity = 1; string summary = 2; string detail = 3; AttributePath attribute = 4; }
message RawState { bytes json = 1; }

message Schema {
  message Attribute {
    string name = 1;
    bytes type = 2;
    string description = 3;
    bool required = 4;
    bool optional = 5;
    bool computed = 6;
    bool sensitive = 7;
    int32 description_kind = 8;
    Object nested_type = 10;
  }
  message Object { repeated Attribute attributes = 1; int32 nesting = 3; }
  message Block { int64 version = 1; repeated Attribute attributes = 2; string description = 4; int32 description_kind = 5; }
  int64 version = 1;
  Block block = 2;
}

message GetProviderSchema {
  message Request {}
  message Response { Schema provider = 1; map<string, Schema> resource_schemas = 2; repeated Diagnostic diagnostics = 4; }
}
message ValidateProviderConfig {
  message Request { DynamicValue config = 1; }
  message Response { repeated Diagnostic diagnostics = 2; }
}
message ValidateResourceConfig {
  message Request { string type_name = 1; DynamicValue config = 2; }
  message Response { repeated Diagnostic diagnostics = 1; }
}
message ConfigureProvider {
  message Request { string terraform_version = 1; DynamicValue config = 2; }
  message Response { repeated Diagnostic diagnostics = 1; }
}
message UpgradeResourceState {
  message Request { string type_name = 1; int64 version = 2; RawState raw_state = 3; }
  message Response { DynamicValue upgraded_state = 1; repeated Diagnostic diagnostics = 2; }
}
message ReadResource {
  message Request { string type_name = 1; DynamicValue current_state = 2; }
  message Response { DynamicValue new_state = 1; repeated Diagnostic diagnostics = 2; }
}
message PlanResourceChange {
  message Request { string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3; DynamicValue config = 4; }
  message Response { DynamicValue planned_state = 1; repeated AttributePath requires_replace = 2; repeated Diagnostic diagnostics = 4; }
}
message ApplyResourceChange {
  message Request { string type_name = 1; DynamicValue prior_state = 2; DynamicValue planned_state = 3; DynamicValue config = 4; }
  message Response { DynamicValue new_state = 1; repeated Diagnostic diagnostics = 3; }
}
message ImportResourceState {
  message Request { string type_name = 1; string id = 2; }
  message ImportedResource { string type_name = 1; DynamicValue state = 2; }
  message Response { repeated ImportedResource imported_resources = 1; repeated Diagnostic diagnostics = 2; }
}
message StopProvider {
  message Request {}
  message Response { string error = 1; }
}

service Provider {
  rpc GetProviderSchema(GetProviderSchema.Request) returns (GetProviderSchema.Response);
  rpc ValidateProviderConfig(ValidateProviderConfig.Request) returns (ValidateProviderConfig.Response);
  rpc ValidateResourceConfig(ValidateResourceConfig.Request) returns (ValidateResourceConfig.Response);
  rpc ConfigureProvider(ConfigureProvider.Request) returns (ConfigureProvider.Response);
  rpc UpgradeResourceState(UpgradeResourceState.Request) returns (UpgradeResourceState.Response);
  rpc ReadResource(ReadResource.Request) returns (ReadResource.Response);
  rpc PlanResourceChange(PlanResourceChange.Request) returns (PlanResourceChange.Response);
  rpc ApplyResourceChange(ApplyResourceChange.Request) returns (ApplyResourceChange.Response);
  rpc ImportResourceState(ImportResourceState.Request) returns (ImportResourceState.Response);
  rpc StopProvider(StopProvider.Request) returns (StopProvider.Response);
}
`

export const GO_PLUGIN = `
syntax = "proto3";
package plugin;

message Empty {}
message ConnInfo {}
message StdioData {}

service GRPCController { rpc Shutdown(Empty) returns (Empty); }
service GRPCBroker { rpc StartStream(stream ConnInfo) returns (stream ConnInfo); }
service GRPCStdio { rpc StreamStdio(Empty) returns (stream StdioData); }
`

export const HEALTH = `
syntax = "proto3";
package grpc.health.v1;

message HealthCheckRequest { string service = 1; }
message HealthCheckResponse { int32 status = 1; }

service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); }
`
