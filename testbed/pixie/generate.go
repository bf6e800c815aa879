package pixie

// Needs protoc, protoc-gen-go v1.36.12 and protoc-gen-go-grpc v1.6.2.
//go:generate protoc --proto_path=. --go_out=. --go_opt=paths=source_relative --go-grpc_out=. --go-grpc_opt=paths=source_relative vizierpb/vizier.proto cloudpb/cloud.proto
