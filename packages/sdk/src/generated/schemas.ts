// Made from the OpenAPI document of the control plane: node packages/sdk/gen.ts
/** JSON Schema of what is submitted. */
export const SUBMIT_WORKLOAD = {
  "type": "object",
  "properties": {
    "project": {
      "type": "string",
      "minLength": 1,
      "maxLength": 63
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 63,
      "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
    },
    "kind": {
      "type": "string",
      "enum": [
        "job",
        "distributed",
        "workspace",
        "endpoint",
        "evaluation",
        "image-build"
      ]
    },
    "labels": {
      "default": {},
      "type": "object",
      "propertyNames": {
        "type": "string",
        "minLength": 1,
        "maxLength": 316
      },
      "additionalProperties": {
        "type": "string",
        "maxLength": 63
      }
    },
    "spec": {
      "type": "object",
      "properties": {
        "template": {
          "type": "string",
          "minLength": 1,
          "maxLength": 63,
          "pattern": "^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$"
        },
        "image": {
          "type": "string",
          "minLength": 1,
          "maxLength": 1024
        },
        "command": {
          "default": [],
          "maxItems": 1000,
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 131072
          }
        },
        "args": {
          "default": [],
          "maxItems": 1000,
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 131072
          }
        },
        "env": {
          "default": {},
          "type": "object",
          "propertyNames": {
            "type": "string",
            "maxLength": 256,
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"
          },
          "additionalProperties": {
            "anyOf": [
              {
                "type": "string",
                "maxLength": 32768
              },
              {
                "type": "object",
                "properties": {
                  "secretRef": {
                    "type": "object",
                    "properties": {
                      "name": {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": 253
                      },
                      "key": {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": 253
                      }
                    },
                    "required": [
                      "name",
                      "key"
                    ],
                    "additionalProperties": false
                  }
                },
                "required": [
                  "secretRef"
                ],
                "additionalProperties": false
              }
            ]
          }
        },
        "workingDir": {
          "type": "string",
          "maxLength": 4096
        },
        "resources": {
          "default": {},
          "type": "object",
          "properties": {
            "cpu": {
              "anyOf": [
                {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1000000
                },
                {
                  "type": "string",
                  "pattern": "^(\\d{1,7}(?:\\.\\d{1,3})?|\\d{1,9}m)$"
                }
              ]
            },
            "memory": {
              "anyOf": [
                {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1125899906842624
                },
                {
                  "type": "string",
                  "pattern": "^(\\d{1,12}(?:\\.\\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)?$"
                }
              ]
            },
            "gpu": {
              "type": "number",
              "minimum": 0,
              "maximum": 100000
            },
            "extended": {
              "type": "object",
              "propertyNames": {
                "type": "string",
                "pattern": "^[a-z0-9.-]+\\/[a-zA-Z0-9._-]+$"
              },
              "additionalProperties": {
                "type": "integer",
                "exclusiveMinimum": 0,
                "maximum": 100000
              }
            }
          },
          "additionalProperties": false
        },
        "replicas": {
          "type": "integer",
          "minimum": 1,
          "maximum": 10000
        },
        "replicasMin": {
          "type": "integer",
          "minimum": 1,
          "maximum": 10000
        },
        "priority": {
          "anyOf": [
            {
              "type": "string",
              "enum": [
                "very-low",
                "low",
                "medium-low",
                "medium",
                "medium-high",
                "high",
                "very-high"
              ]
            },
            {
              "type": "integer",
              "minimum": 0,
              "maximum": 1000
            }
          ]
        },
        "preemptible": {
          "type": "boolean"
        },
        "timeout": {
          "anyOf": [
            {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^\\d{1,9}(s|m|h|d)$"
                }
              ]
            },
            {
              "type": "null"
            }
          ]
        },
        "stopGrace": {
          "anyOf": [
            {
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            {
              "type": "string",
              "pattern": "^\\d{1,9}(s|m|h|d)$"
            }
          ]
        },
        "retry": {
          "type": "object",
          "properties": {
            "max": {
              "default": 0,
              "type": "integer",
              "minimum": 0,
              "maximum": 100
            },
            "on": {
              "default": [
                "EXIT_NONZERO"
              ],
              "type": "array",
              "items": {
                "type": "string",
                "enum": [
                  "EXIT_NONZERO",
                  "OOM",
                  "TIMEOUT",
                  "IMAGE_PULL",
                  "EVICTED",
                  "NODE_LOST",
                  "CLUSTER_LOST"
                ]
              }
            }
          },
          "additionalProperties": false
        },
        "placement": {
          "default": {},
          "type": "object",
          "properties": {
            "nodePool": {
              "type": "string",
              "minLength": 1,
              "maxLength": 63
            },
            "fallbackPools": {
              "maxItems": 10,
              "type": "array",
              "items": {
                "type": "string",
                "minLength": 1,
                "maxLength": 63
              }
            },
            "clusters": {
              "default": [],
              "maxItems": 100,
              "type": "array",
              "items": {
                "type": "string",
                "minLength": 1,
                "maxLength": 63
              }
            },
            "nodeSelector": {
              "default": {},
              "type": "object",
              "propertyNames": {
                "type": "string",
                "minLength": 1,
                "maxLength": 316
              },
              "additionalProperties": {
                "type": "string",
                "maxLength": 63
              }
            },
            "tolerations": {
              "default": [],
              "maxItems": 100,
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "key": {
                    "default": "",
                    "type": "string",
                    "maxLength": 316
                  },
                  "operator": {
                    "default": "Equal",
                    "type": "string",
                    "enum": [
                      "Exists",
                      "Equal"
                    ]
                  },
                  "value": {
                    "default": "",
                    "type": "string",
                    "maxLength": 63
                  },
                  "effect": {
                    "type": "string",
                    "enum": [
                      "NoSchedule",
                      "PreferNoSchedule",
                      "NoExecute"
                    ]
                  }
                },
                "additionalProperties": false
              }
            },
            "clusterRules": {
              "maxItems": 50,
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "key": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 316
                  },
                  "operator": {
                    "type": "string",
                    "enum": [
                      "In",
                      "NotIn",
                      "Exists",
                      "DoesNotExist",
                      "Gt",
                      "Lt"
                    ]
                  },
                  "values": {
                    "default": [],
                    "maxItems": 100,
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 63
                    }
                  }
                },
                "required": [
                  "key",
                  "operator"
                ],
                "additionalProperties": false
              }
            },
            "nodeRules": {
              "maxItems": 50,
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "key": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 316
                  },
                  "operator": {
                    "type": "string",
                    "enum": [
                      "In",
                      "NotIn",
                      "Exists",
                      "DoesNotExist",
                      "Gt",
                      "Lt"
                    ]
                  },
                  "values": {
                    "default": [],
                    "maxItems": 100,
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 63
                    }
                  }
                },
                "required": [
                  "key",
                  "operator"
                ],
                "additionalProperties": false
              }
            },
            "nodePreferences": {
              "maxItems": 20,
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "weight": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 100
                  },
                  "rules": {
                    "minItems": 1,
                    "maxItems": 50,
                    "type": "array",
                    "items": {
                      "type": "object",
                      "properties": {
                        "key": {
                          "type": "string",
                          "minLength": 1,
                          "maxLength": 316
                        },
                        "operator": {
                          "type": "string",
                          "enum": [
                            "In",
                            "NotIn",
                            "Exists",
                            "DoesNotExist",
                            "Gt",
                            "Lt"
                          ]
                        },
                        "values": {
                          "default": [],
                          "maxItems": 100,
                          "type": "array",
                          "items": {
                            "type": "string",
                            "maxLength": 63
                          }
                        }
                      },
                      "required": [
                        "key",
                        "operator"
                      ],
                      "additionalProperties": false
                    }
                  }
                },
                "required": [
                  "weight",
                  "rules"
                ],
                "additionalProperties": false
              }
            },
            "topology": {
              "type": "object",
              "properties": {
                "required": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 316
                },
                "preferred": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 316
                }
              },
              "additionalProperties": false
            },
            "apartBy": {
              "type": "string",
              "minLength": 1,
              "maxLength": 316
            },
            "near": {
              "maxItems": 10,
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "level": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 316
                  },
                  "labels": {
                    "type": "object",
                    "propertyNames": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 316
                    },
                    "additionalProperties": {
                      "type": "string",
                      "maxLength": 63
                    }
                  }
                },
                "required": [
                  "level",
                  "labels"
                ],
                "additionalProperties": false
              }
            },
            "apart": {
              "maxItems": 10,
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "level": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 316
                  },
                  "labels": {
                    "type": "object",
                    "propertyNames": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 316
                    },
                    "additionalProperties": {
                      "type": "string",
                      "maxLength": 63
                    }
                  }
                },
                "required": [
                  "level",
                  "labels"
                ],
                "additionalProperties": false
              }
            }
          },
          "additionalProperties": false
        },
        "annotations": {
          "default": {},
          "type": "object",
          "propertyNames": {
            "type": "string",
            "minLength": 1,
            "maxLength": 316
          },
          "additionalProperties": {
            "type": "string",
            "maxLength": 4096
          }
        },
        "size": {
          "type": "string",
          "minLength": 1,
          "maxLength": 63,
          "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
        },
        "limits": {
          "type": "object",
          "properties": {
            "cpu": {
              "anyOf": [
                {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1000000
                },
                {
                  "type": "string",
                  "pattern": "^(\\d{1,7}(?:\\.\\d{1,3})?|\\d{1,9}m)$"
                }
              ]
            },
            "memory": {
              "anyOf": [
                {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1125899906842624
                },
                {
                  "type": "string",
                  "pattern": "^(\\d{1,12}(?:\\.\\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)?$"
                }
              ]
            }
          },
          "additionalProperties": false
        },
        "imagePullSecrets": {
          "maxItems": 20,
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 253
          }
        },
        "volumes": {
          "maxItems": 50,
          "type": "array",
          "items": {
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 63,
                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                  },
                  "mountPath": {
                    "type": "string",
                    "maxLength": 4096,
                    "pattern": "^\\/."
                  },
                  "type": {
                    "type": "string",
                    "const": "scratch"
                  },
                  "size": {
                    "anyOf": [
                      {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1125899906842624
                      },
                      {
                        "type": "string",
                        "pattern": "^(\\d{1,12}(?:\\.\\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)?$"
                      }
                    ]
                  },
                  "inMemory": {
                    "default": false,
                    "type": "boolean"
                  }
                },
                "required": [
                  "name",
                  "mountPath",
                  "type"
                ],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 63,
                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                  },
                  "mountPath": {
                    "type": "string",
                    "maxLength": 4096,
                    "pattern": "^\\/."
                  },
                  "type": {
                    "type": "string",
                    "const": "claim"
                  },
                  "claim": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 253
                  },
                  "subPath": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 4096
                  },
                  "readOnly": {
                    "default": false,
                    "type": "boolean"
                  }
                },
                "required": [
                  "name",
                  "mountPath",
                  "type",
                  "claim"
                ],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 63,
                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                  },
                  "mountPath": {
                    "type": "string",
                    "maxLength": 4096,
                    "pattern": "^\\/."
                  },
                  "type": {
                    "type": "string",
                    "const": "own"
                  },
                  "size": {
                    "anyOf": [
                      {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1125899906842624
                      },
                      {
                        "type": "string",
                        "pattern": "^(\\d{1,12}(?:\\.\\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)?$"
                      }
                    ]
                  },
                  "storageClass": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 253
                  },
                  "keep": {
                    "type": "boolean"
                  }
                },
                "required": [
                  "name",
                  "mountPath",
                  "type",
                  "size"
                ],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 63,
                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                  },
                  "mountPath": {
                    "type": "string",
                    "maxLength": 4096,
                    "pattern": "^\\/."
                  },
                  "type": {
                    "type": "string",
                    "const": "modelCache"
                  },
                  "size": {
                    "anyOf": [
                      {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1125899906842624
                      },
                      {
                        "type": "string",
                        "pattern": "^(\\d{1,12}(?:\\.\\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)?$"
                      }
                    ]
                  },
                  "storageClass": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 253
                  }
                },
                "required": [
                  "name",
                  "mountPath",
                  "type",
                  "size"
                ],
                "additionalProperties": false
              }
            ]
          }
        },
        "connections": {
          "maxItems": 50,
          "type": "array",
          "items": {
            "anyOf": [
              {
                "type": "string",
                "minLength": 1,
                "maxLength": 63,
                "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
              },
              {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 63,
                    "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                  },
                  "mountPath": {
                    "type": "string",
                    "maxLength": 4096,
                    "pattern": "^\\/."
                  },
                  "readOnly": {
                    "type": "boolean"
                  }
                },
                "required": [
                  "name"
                ],
                "additionalProperties": false
              }
            ]
          }
        },
        "ports": {
          "maxItems": 20,
          "type": "array",
          "items": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 1,
                "maximum": 65535
              },
              {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string",
                    "maxLength": 15,
                    "pattern": "^(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                  },
                  "port": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 65535
                  }
                },
                "required": [
                  "name",
                  "port"
                ],
                "additionalProperties": false
              }
            ]
          }
        },
        "serving": {
          "type": "object",
          "properties": {
            "port": {
              "anyOf": [
                {
                  "type": "string",
                  "maxLength": 15,
                  "pattern": "^(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
                },
                {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 65535
                }
              ]
            },
            "minReplicas": {
              "type": "integer",
              "minimum": 1,
              "maximum": 10000
            },
            "targetCpuPercent": {
              "type": "integer",
              "minimum": 1,
              "maximum": 100
            },
            "healthPath": {
              "type": "string",
              "maxLength": 1024,
              "pattern": "^\\/"
            }
          },
          "additionalProperties": false
        },
        "build": {
          "type": "object",
          "properties": {
            "destination": {
              "type": "string",
              "minLength": 1,
              "maxLength": 1024
            },
            "dockerfile": {
              "default": "Dockerfile",
              "type": "string",
              "minLength": 1,
              "maxLength": 4096
            },
            "context": {
              "type": "string",
              "minLength": 1,
              "maxLength": 63,
              "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
            },
            "inline": {
              "type": "string",
              "minLength": 1,
              "maxLength": 262144
            },
            "pushSecret": {
              "type": "string",
              "minLength": 1,
              "maxLength": 253
            }
          },
          "required": [
            "destination"
          ],
          "additionalProperties": false
        },
        "config": {
          "type": "object",
          "propertyNames": {
            "type": "string"
          },
          "additionalProperties": {}
        },
        "engine": {
          "type": "string",
          "enum": [
            "auto",
            "plain",
            "jobset",
            "trainer",
            "ray",
            "kserve"
          ]
        },
        "keepFor": {
          "anyOf": [
            {
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            {
              "type": "string",
              "pattern": "^\\d{1,9}(s|m|h|d)$"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "clonedFrom": {
      "type": "string",
      "format": "uuid",
      "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
    },
    "idempotencyKey": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
    }
  },
  "required": [
    "project",
    "spec"
  ],
  "additionalProperties": false
} as const
