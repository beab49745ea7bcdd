import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

export namespace skep {

    namespace v1 {

        interface IAttachNetworkRequest extends skep.v1.AttachNetworkRequest.$Properties {
        }

        class AttachNetworkRequest {

            constructor(properties?: skep.v1.AttachNetworkRequest.$Properties);

            $unknowns?: Uint8Array[];

            network: string;

            containerId: string;

            addresses: string[];

            aliases: string[];

            containerName: string;

            nodeId: string;

            static create(properties: skep.v1.AttachNetworkRequest.$Shape): skep.v1.AttachNetworkRequest & skep.v1.AttachNetworkRequest.$Shape;
            static create(properties?: skep.v1.AttachNetworkRequest.$Properties): skep.v1.AttachNetworkRequest;

            static encode(message: skep.v1.AttachNetworkRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AttachNetworkRequest & skep.v1.AttachNetworkRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AttachNetworkRequest {

            interface $Properties {

                network?: (string|null);

                containerId?: (string|null);

                addresses?: (string[]|null);

                aliases?: (string[]|null);

                containerName?: (string|null);

                nodeId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.AttachNetworkRequest.$Properties;
        }

        interface IAttachNetworkResponse extends skep.v1.AttachNetworkResponse.$Properties {
        }

        class AttachNetworkResponse {

            constructor(properties?: skep.v1.AttachNetworkResponse.$Properties);

            $unknowns?: Uint8Array[];

            taskId: string;

            attachment?: (skep.v1.NetworkAttachment.$Properties|null);

            static create(properties: skep.v1.AttachNetworkResponse.$Shape): skep.v1.AttachNetworkResponse & skep.v1.AttachNetworkResponse.$Shape;
            static create(properties?: skep.v1.AttachNetworkResponse.$Properties): skep.v1.AttachNetworkResponse;

            static encode(message: skep.v1.AttachNetworkResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AttachNetworkResponse & skep.v1.AttachNetworkResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AttachNetworkResponse {

            interface $Properties {

                taskId?: (string|null);

                attachment?: (skep.v1.NetworkAttachment.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.AttachNetworkResponse.$Properties;
        }

        interface IDetachNetworkRequest extends skep.v1.DetachNetworkRequest.$Properties {
        }

        class DetachNetworkRequest {

            constructor(properties?: skep.v1.DetachNetworkRequest.$Properties);

            $unknowns?: Uint8Array[];

            taskId: string;

            nodeId: string;

            static create(properties: skep.v1.DetachNetworkRequest.$Shape): skep.v1.DetachNetworkRequest & skep.v1.DetachNetworkRequest.$Shape;
            static create(properties?: skep.v1.DetachNetworkRequest.$Properties): skep.v1.DetachNetworkRequest;

            static encode(message: skep.v1.DetachNetworkRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.DetachNetworkRequest & skep.v1.DetachNetworkRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace DetachNetworkRequest {

            interface $Properties {

                taskId?: (string|null);

                nodeId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.DetachNetworkRequest.$Properties;
        }

        interface IDetachNetworkResponse extends skep.v1.DetachNetworkResponse.$Properties {
        }

        class DetachNetworkResponse {

            constructor(properties?: skep.v1.DetachNetworkResponse.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.DetachNetworkResponse.$Shape): skep.v1.DetachNetworkResponse & skep.v1.DetachNetworkResponse.$Shape;
            static create(properties?: skep.v1.DetachNetworkResponse.$Properties): skep.v1.DetachNetworkResponse;

            static encode(message: skep.v1.DetachNetworkResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.DetachNetworkResponse & skep.v1.DetachNetworkResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace DetachNetworkResponse {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.DetachNetworkResponse.$Properties;
        }

        interface IMeta extends skep.v1.Meta.$Properties {
        }

        class Meta {

            constructor(properties?: skep.v1.Meta.$Properties);

            $unknowns?: Uint8Array[];

            versionIndex: number;

            createdMs: number;

            updatedMs: number;

            static create(properties: skep.v1.Meta.$Shape): skep.v1.Meta & skep.v1.Meta.$Shape;
            static create(properties?: skep.v1.Meta.$Properties): skep.v1.Meta;

            static encode(message: skep.v1.Meta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Meta & skep.v1.Meta.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Meta {

            interface $Properties {

                versionIndex?: (number|null);

                createdMs?: (number|null);

                updatedMs?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Meta.$Properties;
        }

        interface IGenericResource extends skep.v1.GenericResource.$Properties {
        }

        class GenericResource {

            constructor(properties?: skep.v1.GenericResource.$Properties);

            $unknowns?: Uint8Array[];

            kind: string;

            value: string;

            count: number;

            static create(properties: skep.v1.GenericResource.$Shape): skep.v1.GenericResource & skep.v1.GenericResource.$Shape;
            static create(properties?: skep.v1.GenericResource.$Properties): skep.v1.GenericResource;

            static encode(message: skep.v1.GenericResource.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.GenericResource & skep.v1.GenericResource.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace GenericResource {

            interface $Properties {

                kind?: (string|null);

                value?: (string|null);

                count?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.GenericResource.$Properties;
        }

        interface IResources extends skep.v1.Resources.$Properties {
        }

        class Resources {

            constructor(properties?: skep.v1.Resources.$Properties);

            $unknowns?: Uint8Array[];

            nanoCpus: number;

            memoryBytes: number;

            generic: skep.v1.GenericResource.$Properties[];

            static create(properties: skep.v1.Resources.$Shape): skep.v1.Resources & skep.v1.Resources.$Shape;
            static create(properties?: skep.v1.Resources.$Properties): skep.v1.Resources;

            static encode(message: skep.v1.Resources.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Resources & skep.v1.Resources.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Resources {

            interface $Properties {

                nanoCpus?: (number|null);

                memoryBytes?: (number|null);

                generic?: (skep.v1.GenericResource.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Resources.$Properties;
        }

        interface IPlugin extends skep.v1.Plugin.$Properties {
        }

        class Plugin {

            constructor(properties?: skep.v1.Plugin.$Properties);

            $unknowns?: Uint8Array[];

            type: string;

            name: string;

            static create(properties: skep.v1.Plugin.$Shape): skep.v1.Plugin & skep.v1.Plugin.$Shape;
            static create(properties?: skep.v1.Plugin.$Properties): skep.v1.Plugin;

            static encode(message: skep.v1.Plugin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Plugin & skep.v1.Plugin.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Plugin {

            interface $Properties {

                type?: (string|null);

                name?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Plugin.$Properties;
        }

        interface INodeDescription extends skep.v1.NodeDescription.$Properties {
        }

        class NodeDescription {

            constructor(properties?: skep.v1.NodeDescription.$Properties);

            $unknowns?: Uint8Array[];

            hostname: string;

            os: string;

            architecture: string;

            resources?: (skep.v1.Resources.$Properties|null);

            engineVersion: string;

            engineLabels: { [k: string]: string };

            plugins: skep.v1.Plugin.$Properties[];

            tlsTrustRootPem: Uint8Array;

            tlsCertIssuerSubject: Uint8Array;

            tlsCertIssuerPublicKey: Uint8Array;

            runtime: string;

            skepVersion: string;

            engineId: string;

            metricsAddr: string;

            networkStack: string;

            wireguardPublicKey: Uint8Array;

            wireguardPort: number;

            wireguardNextPublicKey: Uint8Array;

            wireguardNextPort: number;

            static create(properties: skep.v1.NodeDescription.$Shape): skep.v1.NodeDescription & skep.v1.NodeDescription.$Shape;
            static create(properties?: skep.v1.NodeDescription.$Properties): skep.v1.NodeDescription;

            static encode(message: skep.v1.NodeDescription.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NodeDescription & skep.v1.NodeDescription.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NodeDescription {

            interface $Properties {

                hostname?: (string|null);

                os?: (string|null);

                architecture?: (string|null);

                resources?: (skep.v1.Resources.$Properties|null);

                engineVersion?: (string|null);

                engineLabels?: ({ [k: string]: string }|null);

                plugins?: (skep.v1.Plugin.$Properties[]|null);

                tlsTrustRootPem?: (Uint8Array|null);

                tlsCertIssuerSubject?: (Uint8Array|null);

                tlsCertIssuerPublicKey?: (Uint8Array|null);

                runtime?: (string|null);

                skepVersion?: (string|null);

                engineId?: (string|null);

                metricsAddr?: (string|null);

                networkStack?: (string|null);

                wireguardPublicKey?: (Uint8Array|null);

                wireguardPort?: (number|null);

                wireguardNextPublicKey?: (Uint8Array|null);

                wireguardNextPort?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NodeDescription.$Properties;
        }

        interface INodeStatus extends skep.v1.NodeStatus.$Properties {
        }

        class NodeStatus {

            constructor(properties?: skep.v1.NodeStatus.$Properties);

            $unknowns?: Uint8Array[];

            state: string;

            message: string;

            addr: string;

            static create(properties: skep.v1.NodeStatus.$Shape): skep.v1.NodeStatus & skep.v1.NodeStatus.$Shape;
            static create(properties?: skep.v1.NodeStatus.$Properties): skep.v1.NodeStatus;

            static encode(message: skep.v1.NodeStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NodeStatus & skep.v1.NodeStatus.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NodeStatus {

            interface $Properties {

                state?: (string|null);

                message?: (string|null);

                addr?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NodeStatus.$Properties;
        }

        interface IManagerStatus extends skep.v1.ManagerStatus.$Properties {
        }

        class ManagerStatus {

            constructor(properties?: skep.v1.ManagerStatus.$Properties);

            $unknowns?: Uint8Array[];

            raftId: number;

            addr: string;

            static create(properties: skep.v1.ManagerStatus.$Shape): skep.v1.ManagerStatus & skep.v1.ManagerStatus.$Shape;
            static create(properties?: skep.v1.ManagerStatus.$Properties): skep.v1.ManagerStatus;

            static encode(message: skep.v1.ManagerStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ManagerStatus & skep.v1.ManagerStatus.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ManagerStatus {

            interface $Properties {

                raftId?: (number|null);

                addr?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ManagerStatus.$Properties;
        }

        interface INode extends skep.v1.Node.$Properties {
        }

        class Node {

            constructor(properties?: skep.v1.Node.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            description?: (skep.v1.NodeDescription.$Properties|null);

            status?: (skep.v1.NodeStatus.$Properties|null);

            role: string;

            membership: string;

            manager?: (skep.v1.ManagerStatus.$Properties|null);

            certificatePem: Uint8Array;

            downSinceMs: number;

            attachments: skep.v1.NetworkAttachment.$Properties[];

            specSince?: (number|null);

            static create(properties: skep.v1.Node.$Shape): skep.v1.Node & skep.v1.Node.$Shape;
            static create(properties?: skep.v1.Node.$Properties): skep.v1.Node;

            static encode(message: skep.v1.Node.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Node & skep.v1.Node.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Node {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                description?: (skep.v1.NodeDescription.$Properties|null);

                status?: (skep.v1.NodeStatus.$Properties|null);

                role?: (string|null);

                membership?: (string|null);

                manager?: (skep.v1.ManagerStatus.$Properties|null);

                certificatePem?: (Uint8Array|null);

                downSinceMs?: (number|null);

                attachments?: (skep.v1.NetworkAttachment.$Properties[]|null);

                specSince?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Node.$Properties;
        }

        interface IUpdateStatus extends skep.v1.UpdateStatus.$Properties {
        }

        class UpdateStatus {

            constructor(properties?: skep.v1.UpdateStatus.$Properties);

            $unknowns?: Uint8Array[];

            state: string;

            startedMs: number;

            completedMs: number;

            message: string;

            static create(properties: skep.v1.UpdateStatus.$Shape): skep.v1.UpdateStatus & skep.v1.UpdateStatus.$Shape;
            static create(properties?: skep.v1.UpdateStatus.$Properties): skep.v1.UpdateStatus;

            static encode(message: skep.v1.UpdateStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.UpdateStatus & skep.v1.UpdateStatus.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace UpdateStatus {

            interface $Properties {

                state?: (string|null);

                startedMs?: (number|null);

                completedMs?: (number|null);

                message?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.UpdateStatus.$Properties;
        }

        interface IPortConfig extends skep.v1.PortConfig.$Properties {
        }

        class PortConfig {

            constructor(properties?: skep.v1.PortConfig.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            protocol: string;

            targetPort: number;

            publishedPort: number;

            publishMode: string;

            static create(properties: skep.v1.PortConfig.$Shape): skep.v1.PortConfig & skep.v1.PortConfig.$Shape;
            static create(properties?: skep.v1.PortConfig.$Properties): skep.v1.PortConfig;

            static encode(message: skep.v1.PortConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.PortConfig & skep.v1.PortConfig.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace PortConfig {

            interface $Properties {

                name?: (string|null);

                protocol?: (string|null);

                targetPort?: (number|null);

                publishedPort?: (number|null);

                publishMode?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.PortConfig.$Properties;
        }

        interface IVirtualIp extends skep.v1.VirtualIp.$Properties {
        }

        class VirtualIp {

            constructor(properties?: skep.v1.VirtualIp.$Properties);

            $unknowns?: Uint8Array[];

            networkId: string;

            addr: string;

            static create(properties: skep.v1.VirtualIp.$Shape): skep.v1.VirtualIp & skep.v1.VirtualIp.$Shape;
            static create(properties?: skep.v1.VirtualIp.$Properties): skep.v1.VirtualIp;

            static encode(message: skep.v1.VirtualIp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.VirtualIp & skep.v1.VirtualIp.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace VirtualIp {

            interface $Properties {

                networkId?: (string|null);

                addr?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.VirtualIp.$Properties;
        }

        interface IEndpoint extends skep.v1.Endpoint.$Properties {
        }

        class Endpoint {

            constructor(properties?: skep.v1.Endpoint.$Properties);

            $unknowns?: Uint8Array[];

            specJson: Uint8Array;

            ports: skep.v1.PortConfig.$Properties[];

            virtualIps: skep.v1.VirtualIp.$Properties[];

            static create(properties: skep.v1.Endpoint.$Shape): skep.v1.Endpoint & skep.v1.Endpoint.$Shape;
            static create(properties?: skep.v1.Endpoint.$Properties): skep.v1.Endpoint;

            static encode(message: skep.v1.Endpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Endpoint & skep.v1.Endpoint.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Endpoint {

            interface $Properties {

                specJson?: (Uint8Array|null);

                ports?: (skep.v1.PortConfig.$Properties[]|null);

                virtualIps?: (skep.v1.VirtualIp.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Endpoint.$Properties;
        }

        interface IService extends skep.v1.Service.$Properties {
        }

        class Service {

            constructor(properties?: skep.v1.Service.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            specVersion: number;

            previousSpecJson: Uint8Array;

            previousSpecVersion: number;

            endpoint?: (skep.v1.Endpoint.$Properties|null);

            updateStatus?: (skep.v1.UpdateStatus.$Properties|null);

            jobIteration?: (number|null);

            jobLastExecutionMs: number;

            registryAuth: Uint8Array;

            previousRegistryAuth: Uint8Array;

            specSince?: (number|null);

            static create(properties: skep.v1.Service.$Shape): skep.v1.Service & skep.v1.Service.$Shape;
            static create(properties?: skep.v1.Service.$Properties): skep.v1.Service;

            static encode(message: skep.v1.Service.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Service & skep.v1.Service.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Service {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                specVersion?: (number|null);

                previousSpecJson?: (Uint8Array|null);

                previousSpecVersion?: (number|null);

                endpoint?: (skep.v1.Endpoint.$Properties|null);

                updateStatus?: (skep.v1.UpdateStatus.$Properties|null);

                jobIteration?: (number|null);

                jobLastExecutionMs?: (number|null);

                registryAuth?: (Uint8Array|null);

                previousRegistryAuth?: (Uint8Array|null);

                specSince?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Service.$Properties;
        }

        interface ISpecRevision extends skep.v1.SpecRevision.$Properties {
        }

        class SpecRevision {

            constructor(properties?: skep.v1.SpecRevision.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            serviceId: string;

            specVersion: number;

            specJson: Uint8Array;

            static create(properties: skep.v1.SpecRevision.$Shape): skep.v1.SpecRevision & skep.v1.SpecRevision.$Shape;
            static create(properties?: skep.v1.SpecRevision.$Properties): skep.v1.SpecRevision;

            static encode(message: skep.v1.SpecRevision.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.SpecRevision & skep.v1.SpecRevision.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace SpecRevision {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                serviceId?: (string|null);

                specVersion?: (number|null);

                specJson?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.SpecRevision.$Properties;
        }

        interface IContainerStatus extends skep.v1.ContainerStatus.$Properties {
        }

        class ContainerStatus {

            constructor(properties?: skep.v1.ContainerStatus.$Properties);

            $unknowns?: Uint8Array[];

            containerId: string;

            pid: number;

            exitCode: number;

            static create(properties: skep.v1.ContainerStatus.$Shape): skep.v1.ContainerStatus & skep.v1.ContainerStatus.$Shape;
            static create(properties?: skep.v1.ContainerStatus.$Properties): skep.v1.ContainerStatus;

            static encode(message: skep.v1.ContainerStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ContainerStatus & skep.v1.ContainerStatus.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ContainerStatus {

            interface $Properties {

                containerId?: (string|null);

                pid?: (number|null);

                exitCode?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ContainerStatus.$Properties;
        }

        interface ITaskStatus extends skep.v1.TaskStatus.$Properties {
        }

        class TaskStatus {

            constructor(properties?: skep.v1.TaskStatus.$Properties);

            $unknowns?: Uint8Array[];

            state: number;

            timestampMs: number;

            message: string;

            err: string;

            container?: (skep.v1.ContainerStatus.$Properties|null);

            ports: skep.v1.PortConfig.$Properties[];

            appliedBy: string;

            withdrawn: boolean;

            static create(properties: skep.v1.TaskStatus.$Shape): skep.v1.TaskStatus & skep.v1.TaskStatus.$Shape;
            static create(properties?: skep.v1.TaskStatus.$Properties): skep.v1.TaskStatus;

            static encode(message: skep.v1.TaskStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.TaskStatus & skep.v1.TaskStatus.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace TaskStatus {

            interface $Properties {

                state?: (number|null);

                timestampMs?: (number|null);

                message?: (string|null);

                err?: (string|null);

                container?: (skep.v1.ContainerStatus.$Properties|null);

                ports?: (skep.v1.PortConfig.$Properties[]|null);

                appliedBy?: (string|null);

                withdrawn?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.TaskStatus.$Properties;
        }

        interface INetworkAttachment extends skep.v1.NetworkAttachment.$Properties {
        }

        class NetworkAttachment {

            constructor(properties?: skep.v1.NetworkAttachment.$Properties);

            $unknowns?: Uint8Array[];

            networkId: string;

            addresses: string[];

            aliases: string[];

            static create(properties: skep.v1.NetworkAttachment.$Shape): skep.v1.NetworkAttachment & skep.v1.NetworkAttachment.$Shape;
            static create(properties?: skep.v1.NetworkAttachment.$Properties): skep.v1.NetworkAttachment;

            static encode(message: skep.v1.NetworkAttachment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkAttachment & skep.v1.NetworkAttachment.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkAttachment {

            interface $Properties {

                networkId?: (string|null);

                addresses?: (string[]|null);

                aliases?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkAttachment.$Properties;
        }

        interface ITask extends skep.v1.Task.$Properties {
        }

        class Task {

            constructor(properties?: skep.v1.Task.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            serviceId: string;

            serviceName: string;

            slot: number;

            nodeId: string;

            specVersion: number;

            desiredState: number;

            status?: (skep.v1.TaskStatus.$Properties|null);

            networks: skep.v1.NetworkAttachment.$Properties[];

            assignedGeneric: skep.v1.GenericResource.$Properties[];

            jobIteration: number;

            hasJobIteration: boolean;

            endpointPorts: skep.v1.PortConfig.$Properties[];

            specJson: Uint8Array;

            startAfterMs: number;

            static create(properties: skep.v1.Task.$Shape): skep.v1.Task & skep.v1.Task.$Shape;
            static create(properties?: skep.v1.Task.$Properties): skep.v1.Task;

            static encode(message: skep.v1.Task.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Task & skep.v1.Task.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Task {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                serviceId?: (string|null);

                serviceName?: (string|null);

                slot?: (number|null);

                nodeId?: (string|null);

                specVersion?: (number|null);

                desiredState?: (number|null);

                status?: (skep.v1.TaskStatus.$Properties|null);

                networks?: (skep.v1.NetworkAttachment.$Properties[]|null);

                assignedGeneric?: (skep.v1.GenericResource.$Properties[]|null);

                jobIteration?: (number|null);

                hasJobIteration?: (boolean|null);

                endpointPorts?: (skep.v1.PortConfig.$Properties[]|null);

                specJson?: (Uint8Array|null);

                startAfterMs?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Task.$Properties;
        }

        interface INetwork extends skep.v1.Network.$Properties {
        }

        class Network {

            constructor(properties?: skep.v1.Network.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            driverStateJson: Uint8Array;

            ipamJson: Uint8Array;

            pendingDelete: boolean;

            static create(properties: skep.v1.Network.$Shape): skep.v1.Network & skep.v1.Network.$Shape;
            static create(properties?: skep.v1.Network.$Properties): skep.v1.Network;

            static encode(message: skep.v1.Network.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Network & skep.v1.Network.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Network {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                driverStateJson?: (Uint8Array|null);

                ipamJson?: (Uint8Array|null);

                pendingDelete?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Network.$Properties;
        }

        interface ISecret extends skep.v1.Secret.$Properties {
        }

        class Secret {

            constructor(properties?: skep.v1.Secret.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            data: Uint8Array;

            static create(properties: skep.v1.Secret.$Shape): skep.v1.Secret & skep.v1.Secret.$Shape;
            static create(properties?: skep.v1.Secret.$Properties): skep.v1.Secret;

            static encode(message: skep.v1.Secret.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Secret & skep.v1.Secret.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Secret {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                data?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Secret.$Properties;
        }

        interface IConfig extends skep.v1.Config.$Properties {
        }

        class Config {

            constructor(properties?: skep.v1.Config.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            data: Uint8Array;

            static create(properties: skep.v1.Config.$Shape): skep.v1.Config & skep.v1.Config.$Shape;
            static create(properties?: skep.v1.Config.$Properties): skep.v1.Config;

            static encode(message: skep.v1.Config.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Config & skep.v1.Config.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Config {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                data?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Config.$Properties;
        }

        interface IVolume extends skep.v1.Volume.$Properties {
        }

        class Volume {

            constructor(properties?: skep.v1.Volume.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            stateJson: Uint8Array;

            static create(properties: skep.v1.Volume.$Shape): skep.v1.Volume & skep.v1.Volume.$Shape;
            static create(properties?: skep.v1.Volume.$Properties): skep.v1.Volume;

            static encode(message: skep.v1.Volume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Volume & skep.v1.Volume.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Volume {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                stateJson?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Volume.$Properties;
        }

        interface IEncryptionKey extends skep.v1.EncryptionKey.$Properties {
        }

        class EncryptionKey {

            constructor(properties?: skep.v1.EncryptionKey.$Properties);

            $unknowns?: Uint8Array[];

            subsystem: string;

            key: Uint8Array;

            lamportTime: number;

            static create(properties: skep.v1.EncryptionKey.$Shape): skep.v1.EncryptionKey & skep.v1.EncryptionKey.$Shape;
            static create(properties?: skep.v1.EncryptionKey.$Properties): skep.v1.EncryptionKey;

            static encode(message: skep.v1.EncryptionKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.EncryptionKey & skep.v1.EncryptionKey.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace EncryptionKey {

            interface $Properties {

                subsystem?: (string|null);

                key?: (Uint8Array|null);

                lamportTime?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.EncryptionKey.$Properties;
        }

        interface IRemovedNode extends skep.v1.RemovedNode.$Properties {
        }

        class RemovedNode {

            constructor(properties?: skep.v1.RemovedNode.$Properties);

            $unknowns?: Uint8Array[];

            nodeId: string;

            expiresMs: number;

            static create(properties: skep.v1.RemovedNode.$Shape): skep.v1.RemovedNode & skep.v1.RemovedNode.$Shape;
            static create(properties?: skep.v1.RemovedNode.$Properties): skep.v1.RemovedNode;

            static encode(message: skep.v1.RemovedNode.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RemovedNode & skep.v1.RemovedNode.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RemovedNode {

            interface $Properties {

                nodeId?: (string|null);

                expiresMs?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RemovedNode.$Properties;
        }

        interface IRootCa extends skep.v1.RootCa.$Properties {
        }

        class RootCa {

            constructor(properties?: skep.v1.RootCa.$Properties);

            $unknowns?: Uint8Array[];

            certPem: Uint8Array;

            keyPem: Uint8Array;

            certDigest: string;

            joinTokenWorker: string;

            joinTokenManager: string;

            rotationJson: Uint8Array;

            lastForcedRotation: number;

            static create(properties: skep.v1.RootCa.$Shape): skep.v1.RootCa & skep.v1.RootCa.$Shape;
            static create(properties?: skep.v1.RootCa.$Properties): skep.v1.RootCa;

            static encode(message: skep.v1.RootCa.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RootCa & skep.v1.RootCa.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RootCa {

            interface $Properties {

                certPem?: (Uint8Array|null);

                keyPem?: (Uint8Array|null);

                certDigest?: (string|null);

                joinTokenWorker?: (string|null);

                joinTokenManager?: (string|null);

                rotationJson?: (Uint8Array|null);

                lastForcedRotation?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RootCa.$Properties;
        }

        interface ICluster extends skep.v1.Cluster.$Properties {
        }

        class Cluster {

            constructor(properties?: skep.v1.Cluster.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            meta?: (skep.v1.Meta.$Properties|null);

            specJson: Uint8Array;

            rootCa?: (skep.v1.RootCa.$Properties|null);

            defaultAddressPool: string[];

            subnetSize: number;

            dataPathPort: number;

            unlockKey: Uint8Array;

            unlockKeyVersion: number;

            removedNodes: skep.v1.RemovedNode.$Properties[];

            networkKeys: skep.v1.EncryptionKey.$Properties[];

            encryptionKeyLamport: number;

            specSince?: (number|null);

            static create(properties: skep.v1.Cluster.$Shape): skep.v1.Cluster & skep.v1.Cluster.$Shape;
            static create(properties?: skep.v1.Cluster.$Properties): skep.v1.Cluster;

            static encode(message: skep.v1.Cluster.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Cluster & skep.v1.Cluster.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Cluster {

            interface $Properties {

                id?: (string|null);

                meta?: (skep.v1.Meta.$Properties|null);

                specJson?: (Uint8Array|null);

                rootCa?: (skep.v1.RootCa.$Properties|null);

                defaultAddressPool?: (string[]|null);

                subnetSize?: (number|null);

                dataPathPort?: (number|null);

                unlockKey?: (Uint8Array|null);

                unlockKeyVersion?: (number|null);

                removedNodes?: (skep.v1.RemovedNode.$Properties[]|null);

                networkKeys?: (skep.v1.EncryptionKey.$Properties[]|null);

                encryptionKeyLamport?: (number|null);

                specSince?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Cluster.$Properties;
        }

        interface IStoreObject extends skep.v1.StoreObject.$Properties {
        }

        class StoreObject {

            constructor(properties?: skep.v1.StoreObject.$Properties);

            $unknowns?: Uint8Array[];

            node?: (skep.v1.Node.$Properties|null);

            service?: (skep.v1.Service.$Properties|null);

            task?: (skep.v1.Task.$Properties|null);

            network?: (skep.v1.Network.$Properties|null);

            cluster?: (skep.v1.Cluster.$Properties|null);

            secret?: (skep.v1.Secret.$Properties|null);

            config?: (skep.v1.Config.$Properties|null);

            specRevision?: (skep.v1.SpecRevision.$Properties|null);

            volume?: (skep.v1.Volume.$Properties|null);

            object?: ("node"|"service"|"task"|"network"|"cluster"|"secret"|"config"|"specRevision"|"volume");

            static create(properties: skep.v1.StoreObject.$Shape): skep.v1.StoreObject & skep.v1.StoreObject.$Shape;
            static create(properties?: skep.v1.StoreObject.$Properties): skep.v1.StoreObject;

            static encode(message: skep.v1.StoreObject.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.StoreObject & skep.v1.StoreObject.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace StoreObject {

            interface $Properties {

                node?: (skep.v1.Node.$Properties|null);

                service?: (skep.v1.Service.$Properties|null);

                task?: (skep.v1.Task.$Properties|null);

                network?: (skep.v1.Network.$Properties|null);

                cluster?: (skep.v1.Cluster.$Properties|null);

                secret?: (skep.v1.Secret.$Properties|null);

                config?: (skep.v1.Config.$Properties|null);

                specRevision?: (skep.v1.SpecRevision.$Properties|null);

                volume?: (skep.v1.Volume.$Properties|null);

                object?: ("node"|"service"|"task"|"network"|"cluster"|"secret"|"config"|"specRevision"|"volume");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              node?: skep.v1.Node.$Shape|null;
              service?: skep.v1.Service.$Shape|null;
              task?: skep.v1.Task.$Shape|null;
              network?: skep.v1.Network.$Shape|null;
              cluster?: skep.v1.Cluster.$Shape|null;
              secret?: skep.v1.Secret.$Shape|null;
              config?: skep.v1.Config.$Shape|null;
              specRevision?: skep.v1.SpecRevision.$Shape|null;
              volume?: skep.v1.Volume.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ object?: undefined; node?: null; service?: null; task?: null; network?: null; cluster?: null; secret?: null; config?: null; specRevision?: null; volume?: null }|{ object?: "node"; node: skep.v1.Node.$Shape; service?: null; task?: null; network?: null; cluster?: null; secret?: null; config?: null; specRevision?: null; volume?: null }|{ object?: "service"; node?: null; service: skep.v1.Service.$Shape; task?: null; network?: null; cluster?: null; secret?: null; config?: null; specRevision?: null; volume?: null }|{ object?: "task"; node?: null; service?: null; task: skep.v1.Task.$Shape; network?: null; cluster?: null; secret?: null; config?: null; specRevision?: null; volume?: null }|{ object?: "network"; node?: null; service?: null; task?: null; network: skep.v1.Network.$Shape; cluster?: null; secret?: null; config?: null; specRevision?: null; volume?: null }|{ object?: "cluster"; node?: null; service?: null; task?: null; network?: null; cluster: skep.v1.Cluster.$Shape; secret?: null; config?: null; specRevision?: null; volume?: null }|{ object?: "secret"; node?: null; service?: null; task?: null; network?: null; cluster?: null; secret: skep.v1.Secret.$Shape; config?: null; specRevision?: null; volume?: null }|{ object?: "config"; node?: null; service?: null; task?: null; network?: null; cluster?: null; secret?: null; config: skep.v1.Config.$Shape; specRevision?: null; volume?: null }|{ object?: "specRevision"; node?: null; service?: null; task?: null; network?: null; cluster?: null; secret?: null; config?: null; specRevision: skep.v1.SpecRevision.$Shape; volume?: null }|{ object?: "volume"; node?: null; service?: null; task?: null; network?: null; cluster?: null; secret?: null; config?: null; specRevision?: null; volume: skep.v1.Volume.$Shape })
            );
        }

        interface ITaskDelta extends skep.v1.TaskDelta.$Properties {
        }

        class TaskDelta {

            constructor(properties?: skep.v1.TaskDelta.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            status?: (skep.v1.TaskStatus.$Properties|null);

            nodeId: string;

            desiredState: number;

            updatedMs: number;

            assignedGeneric: skep.v1.GenericResource.$Properties[];

            setsAssignedGeneric: boolean;

            static create(properties: skep.v1.TaskDelta.$Shape): skep.v1.TaskDelta & skep.v1.TaskDelta.$Shape;
            static create(properties?: skep.v1.TaskDelta.$Properties): skep.v1.TaskDelta;

            static encode(message: skep.v1.TaskDelta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.TaskDelta & skep.v1.TaskDelta.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace TaskDelta {

            interface $Properties {

                id?: (string|null);

                status?: (skep.v1.TaskStatus.$Properties|null);

                nodeId?: (string|null);

                desiredState?: (number|null);

                updatedMs?: (number|null);

                assignedGeneric?: (skep.v1.GenericResource.$Properties[]|null);

                setsAssignedGeneric?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.TaskDelta.$Properties;
        }

        interface IRemoval extends skep.v1.Removal.$Properties {
        }

        class Removal {

            constructor(properties?: skep.v1.Removal.$Properties);

            $unknowns?: Uint8Array[];

            table: string;

            id: string;

            static create(properties: skep.v1.Removal.$Shape): skep.v1.Removal & skep.v1.Removal.$Shape;
            static create(properties?: skep.v1.Removal.$Properties): skep.v1.Removal;

            static encode(message: skep.v1.Removal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Removal & skep.v1.Removal.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Removal {

            interface $Properties {

                table?: (string|null);

                id?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Removal.$Properties;
        }

        interface IStoreAction extends skep.v1.StoreAction.$Properties {
        }

        class StoreAction {

            constructor(properties?: skep.v1.StoreAction.$Properties);

            $unknowns?: Uint8Array[];

            create?: (skep.v1.StoreObject.$Properties|null);

            update?: (skep.v1.StoreObject.$Properties|null);

            remove?: (skep.v1.Removal.$Properties|null);

            taskDelta?: (skep.v1.TaskDelta.$Properties|null);

            action?: ("create"|"update"|"remove"|"taskDelta");

            static create(properties: skep.v1.StoreAction.$Shape): skep.v1.StoreAction & skep.v1.StoreAction.$Shape;
            static create(properties?: skep.v1.StoreAction.$Properties): skep.v1.StoreAction;

            static encode(message: skep.v1.StoreAction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.StoreAction & skep.v1.StoreAction.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace StoreAction {

            interface $Properties {

                create?: (skep.v1.StoreObject.$Properties|null);

                update?: (skep.v1.StoreObject.$Properties|null);

                remove?: (skep.v1.Removal.$Properties|null);

                taskDelta?: (skep.v1.TaskDelta.$Properties|null);

                action?: ("create"|"update"|"remove"|"taskDelta");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              create?: skep.v1.StoreObject.$Shape|null;
              update?: skep.v1.StoreObject.$Shape|null;
              remove?: skep.v1.Removal.$Shape|null;
              taskDelta?: skep.v1.TaskDelta.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ action?: undefined; create?: null; update?: null; remove?: null; taskDelta?: null }|{ action?: "create"; create: skep.v1.StoreObject.$Shape; update?: null; remove?: null; taskDelta?: null }|{ action?: "update"; create?: null; update: skep.v1.StoreObject.$Shape; remove?: null; taskDelta?: null }|{ action?: "remove"; create?: null; update?: null; remove: skep.v1.Removal.$Shape; taskDelta?: null }|{ action?: "taskDelta"; create?: null; update?: null; remove?: null; taskDelta: skep.v1.TaskDelta.$Shape })
            );
        }

        interface IStoreBatch extends skep.v1.StoreBatch.$Properties {
        }

        class StoreBatch {

            constructor(properties?: skep.v1.StoreBatch.$Properties);

            $unknowns?: Uint8Array[];

            actions: skep.v1.StoreAction.$Properties[];

            static create(properties: skep.v1.StoreBatch.$Shape): skep.v1.StoreBatch & skep.v1.StoreBatch.$Shape;
            static create(properties?: skep.v1.StoreBatch.$Properties): skep.v1.StoreBatch;

            static encode(message: skep.v1.StoreBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.StoreBatch & skep.v1.StoreBatch.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace StoreBatch {

            interface $Properties {

                actions?: (skep.v1.StoreAction.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              actions?: skep.v1.StoreAction.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        interface IStoreSnapshotFrame extends skep.v1.StoreSnapshotFrame.$Properties {
        }

        class StoreSnapshotFrame {

            constructor(properties?: skep.v1.StoreSnapshotFrame.$Properties);

            $unknowns?: Uint8Array[];

            objects: skep.v1.StoreObject.$Properties[];

            static create(properties: skep.v1.StoreSnapshotFrame.$Shape): skep.v1.StoreSnapshotFrame & skep.v1.StoreSnapshotFrame.$Shape;
            static create(properties?: skep.v1.StoreSnapshotFrame.$Properties): skep.v1.StoreSnapshotFrame;

            static encode(message: skep.v1.StoreSnapshotFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.StoreSnapshotFrame & skep.v1.StoreSnapshotFrame.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace StoreSnapshotFrame {

            interface $Properties {

                objects?: (skep.v1.StoreObject.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              objects?: skep.v1.StoreObject.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        interface IGetRootCaRequest extends skep.v1.GetRootCaRequest.$Properties {
        }

        class GetRootCaRequest {

            constructor(properties?: skep.v1.GetRootCaRequest.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.GetRootCaRequest.$Shape): skep.v1.GetRootCaRequest & skep.v1.GetRootCaRequest.$Shape;
            static create(properties?: skep.v1.GetRootCaRequest.$Properties): skep.v1.GetRootCaRequest;

            static encode(message: skep.v1.GetRootCaRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.GetRootCaRequest & skep.v1.GetRootCaRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace GetRootCaRequest {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.GetRootCaRequest.$Properties;
        }

        interface IGetRootCaResponse extends skep.v1.GetRootCaResponse.$Properties {
        }

        class GetRootCaResponse {

            constructor(properties?: skep.v1.GetRootCaResponse.$Properties);

            $unknowns?: Uint8Array[];

            certPem: Uint8Array;

            static create(properties: skep.v1.GetRootCaResponse.$Shape): skep.v1.GetRootCaResponse & skep.v1.GetRootCaResponse.$Shape;
            static create(properties?: skep.v1.GetRootCaResponse.$Properties): skep.v1.GetRootCaResponse;

            static encode(message: skep.v1.GetRootCaResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.GetRootCaResponse & skep.v1.GetRootCaResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace GetRootCaResponse {

            interface $Properties {

                certPem?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.GetRootCaResponse.$Properties;
        }

        interface IIssueNodeCertificateRequest extends skep.v1.IssueNodeCertificateRequest.$Properties {
        }

        class IssueNodeCertificateRequest {

            constructor(properties?: skep.v1.IssueNodeCertificateRequest.$Properties);

            $unknowns?: Uint8Array[];

            csrPem: Uint8Array;

            token: string;

            availability: string;

            addr: string;

            hostname: string;

            static create(properties: skep.v1.IssueNodeCertificateRequest.$Shape): skep.v1.IssueNodeCertificateRequest & skep.v1.IssueNodeCertificateRequest.$Shape;
            static create(properties?: skep.v1.IssueNodeCertificateRequest.$Properties): skep.v1.IssueNodeCertificateRequest;

            static encode(message: skep.v1.IssueNodeCertificateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.IssueNodeCertificateRequest & skep.v1.IssueNodeCertificateRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace IssueNodeCertificateRequest {

            interface $Properties {

                csrPem?: (Uint8Array|null);

                token?: (string|null);

                availability?: (string|null);

                addr?: (string|null);

                hostname?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.IssueNodeCertificateRequest.$Properties;
        }

        interface IIssueNodeCertificateResponse extends skep.v1.IssueNodeCertificateResponse.$Properties {
        }

        class IssueNodeCertificateResponse {

            constructor(properties?: skep.v1.IssueNodeCertificateResponse.$Properties);

            $unknowns?: Uint8Array[];

            nodeId: string;

            certPem: Uint8Array;

            rootCaPem: Uint8Array;

            role: string;

            clusterId: string;

            static create(properties: skep.v1.IssueNodeCertificateResponse.$Shape): skep.v1.IssueNodeCertificateResponse & skep.v1.IssueNodeCertificateResponse.$Shape;
            static create(properties?: skep.v1.IssueNodeCertificateResponse.$Properties): skep.v1.IssueNodeCertificateResponse;

            static encode(message: skep.v1.IssueNodeCertificateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.IssueNodeCertificateResponse & skep.v1.IssueNodeCertificateResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace IssueNodeCertificateResponse {

            interface $Properties {

                nodeId?: (string|null);

                certPem?: (Uint8Array|null);

                rootCaPem?: (Uint8Array|null);

                role?: (string|null);

                clusterId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.IssueNodeCertificateResponse.$Properties;
        }

        interface IGetUnlockKeyRequest extends skep.v1.GetUnlockKeyRequest.$Properties {
        }

        class GetUnlockKeyRequest {

            constructor(properties?: skep.v1.GetUnlockKeyRequest.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.GetUnlockKeyRequest.$Shape): skep.v1.GetUnlockKeyRequest & skep.v1.GetUnlockKeyRequest.$Shape;
            static create(properties?: skep.v1.GetUnlockKeyRequest.$Properties): skep.v1.GetUnlockKeyRequest;

            static encode(message: skep.v1.GetUnlockKeyRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.GetUnlockKeyRequest & skep.v1.GetUnlockKeyRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace GetUnlockKeyRequest {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.GetUnlockKeyRequest.$Properties;
        }

        interface IGetUnlockKeyResponse extends skep.v1.GetUnlockKeyResponse.$Properties {
        }

        class GetUnlockKeyResponse {

            constructor(properties?: skep.v1.GetUnlockKeyResponse.$Properties);

            $unknowns?: Uint8Array[];

            unlockKey: Uint8Array;

            version: number;

            static create(properties: skep.v1.GetUnlockKeyResponse.$Shape): skep.v1.GetUnlockKeyResponse & skep.v1.GetUnlockKeyResponse.$Shape;
            static create(properties?: skep.v1.GetUnlockKeyResponse.$Properties): skep.v1.GetUnlockKeyResponse;

            static encode(message: skep.v1.GetUnlockKeyResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.GetUnlockKeyResponse & skep.v1.GetUnlockKeyResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace GetUnlockKeyResponse {

            interface $Properties {

                unlockKey?: (Uint8Array|null);

                version?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.GetUnlockKeyResponse.$Properties;
        }

        interface ICreateRequest extends skep.v1.CreateRequest.$Properties {
        }

        class CreateRequest {

            constructor(properties?: skep.v1.CreateRequest.$Properties);

            $unknowns?: Uint8Array[];

            kind: string;

            specJson: Uint8Array;

            registryAuth: Uint8Array;

            static create(properties: skep.v1.CreateRequest.$Shape): skep.v1.CreateRequest & skep.v1.CreateRequest.$Shape;
            static create(properties?: skep.v1.CreateRequest.$Properties): skep.v1.CreateRequest;

            static encode(message: skep.v1.CreateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.CreateRequest & skep.v1.CreateRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace CreateRequest {

            interface $Properties {

                kind?: (string|null);

                specJson?: (Uint8Array|null);

                registryAuth?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.CreateRequest.$Properties;
        }

        interface ICreateResponse extends skep.v1.CreateResponse.$Properties {
        }

        class CreateResponse {

            constructor(properties?: skep.v1.CreateResponse.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            warnings: string[];

            static create(properties: skep.v1.CreateResponse.$Shape): skep.v1.CreateResponse & skep.v1.CreateResponse.$Shape;
            static create(properties?: skep.v1.CreateResponse.$Properties): skep.v1.CreateResponse;

            static encode(message: skep.v1.CreateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.CreateResponse & skep.v1.CreateResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace CreateResponse {

            interface $Properties {

                id?: (string|null);

                warnings?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.CreateResponse.$Properties;
        }

        interface IUpdateRequest extends skep.v1.UpdateRequest.$Properties {
        }

        class UpdateRequest {

            constructor(properties?: skep.v1.UpdateRequest.$Properties);

            $unknowns?: Uint8Array[];

            kind: string;

            id: string;

            versionIndex: number;

            specJson: Uint8Array;

            registryAuth: Uint8Array;

            registryAuthFrom: string;

            rollback: string;

            rotateWorkerToken: boolean;

            rotateManagerToken: boolean;

            rotateManagerUnlockKey: boolean;

            static create(properties: skep.v1.UpdateRequest.$Shape): skep.v1.UpdateRequest & skep.v1.UpdateRequest.$Shape;
            static create(properties?: skep.v1.UpdateRequest.$Properties): skep.v1.UpdateRequest;

            static encode(message: skep.v1.UpdateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.UpdateRequest & skep.v1.UpdateRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace UpdateRequest {

            interface $Properties {

                kind?: (string|null);

                id?: (string|null);

                versionIndex?: (number|null);

                specJson?: (Uint8Array|null);

                registryAuth?: (Uint8Array|null);

                registryAuthFrom?: (string|null);

                rollback?: (string|null);

                rotateWorkerToken?: (boolean|null);

                rotateManagerToken?: (boolean|null);

                rotateManagerUnlockKey?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.UpdateRequest.$Properties;
        }

        interface IUpdateResponse extends skep.v1.UpdateResponse.$Properties {
        }

        class UpdateResponse {

            constructor(properties?: skep.v1.UpdateResponse.$Properties);

            $unknowns?: Uint8Array[];

            warnings: string[];

            static create(properties: skep.v1.UpdateResponse.$Shape): skep.v1.UpdateResponse & skep.v1.UpdateResponse.$Shape;
            static create(properties?: skep.v1.UpdateResponse.$Properties): skep.v1.UpdateResponse;

            static encode(message: skep.v1.UpdateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.UpdateResponse & skep.v1.UpdateResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace UpdateResponse {

            interface $Properties {

                warnings?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.UpdateResponse.$Properties;
        }

        interface IRemoveRequest extends skep.v1.RemoveRequest.$Properties {
        }

        class RemoveRequest {

            constructor(properties?: skep.v1.RemoveRequest.$Properties);

            $unknowns?: Uint8Array[];

            kind: string;

            id: string;

            force: boolean;

            static create(properties: skep.v1.RemoveRequest.$Shape): skep.v1.RemoveRequest & skep.v1.RemoveRequest.$Shape;
            static create(properties?: skep.v1.RemoveRequest.$Properties): skep.v1.RemoveRequest;

            static encode(message: skep.v1.RemoveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RemoveRequest & skep.v1.RemoveRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RemoveRequest {

            interface $Properties {

                kind?: (string|null);

                id?: (string|null);

                force?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RemoveRequest.$Properties;
        }

        interface IRemoveResponse extends skep.v1.RemoveResponse.$Properties {
        }

        class RemoveResponse {

            constructor(properties?: skep.v1.RemoveResponse.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.RemoveResponse.$Shape): skep.v1.RemoveResponse & skep.v1.RemoveResponse.$Shape;
            static create(properties?: skep.v1.RemoveResponse.$Properties): skep.v1.RemoveResponse;

            static encode(message: skep.v1.RemoveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RemoveResponse & skep.v1.RemoveResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RemoveResponse {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RemoveResponse.$Properties;
        }

        interface IUsageQuery extends skep.v1.UsageQuery.$Properties {
        }

        class UsageQuery {

            constructor(properties?: skep.v1.UsageQuery.$Properties);

            $unknowns?: Uint8Array[];

            sinceMs: number;

            untilMs: number;

            taskIds: string[];

            static create(properties: skep.v1.UsageQuery.$Shape): skep.v1.UsageQuery & skep.v1.UsageQuery.$Shape;
            static create(properties?: skep.v1.UsageQuery.$Properties): skep.v1.UsageQuery;

            static encode(message: skep.v1.UsageQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.UsageQuery & skep.v1.UsageQuery.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace UsageQuery {

            interface $Properties {

                sinceMs?: (number|null);

                untilMs?: (number|null);

                taskIds?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.UsageQuery.$Properties;
        }

        interface IUsageAnswer extends skep.v1.UsageAnswer.$Properties {
        }

        class UsageAnswer {

            constructor(properties?: skep.v1.UsageAnswer.$Properties);

            $unknowns?: Uint8Array[];

            json: Uint8Array;

            static create(properties: skep.v1.UsageAnswer.$Shape): skep.v1.UsageAnswer & skep.v1.UsageAnswer.$Shape;
            static create(properties?: skep.v1.UsageAnswer.$Properties): skep.v1.UsageAnswer;

            static encode(message: skep.v1.UsageAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.UsageAnswer & skep.v1.UsageAnswer.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace UsageAnswer {

            interface $Properties {

                json?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.UsageAnswer.$Properties;
        }

        interface ILeaveRequest extends skep.v1.LeaveRequest.$Properties {
        }

        class LeaveRequest {

            constructor(properties?: skep.v1.LeaveRequest.$Properties);

            $unknowns?: Uint8Array[];

            nodeId: string;

            static create(properties: skep.v1.LeaveRequest.$Shape): skep.v1.LeaveRequest & skep.v1.LeaveRequest.$Shape;
            static create(properties?: skep.v1.LeaveRequest.$Properties): skep.v1.LeaveRequest;

            static encode(message: skep.v1.LeaveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.LeaveRequest & skep.v1.LeaveRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace LeaveRequest {

            interface $Properties {

                nodeId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.LeaveRequest.$Properties;
        }

        interface ILeaveResponse extends skep.v1.LeaveResponse.$Properties {
        }

        class LeaveResponse {

            constructor(properties?: skep.v1.LeaveResponse.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.LeaveResponse.$Shape): skep.v1.LeaveResponse & skep.v1.LeaveResponse.$Shape;
            static create(properties?: skep.v1.LeaveResponse.$Properties): skep.v1.LeaveResponse;

            static encode(message: skep.v1.LeaveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.LeaveResponse & skep.v1.LeaveResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace LeaveResponse {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.LeaveResponse.$Properties;
        }

        interface IAgentMessage extends skep.v1.AgentMessage.$Properties {
        }

        class AgentMessage {

            constructor(properties?: skep.v1.AgentMessage.$Properties);

            $unknowns?: Uint8Array[];

            hello?: (skep.v1.AgentHello.$Properties|null);

            heartbeat?: (skep.v1.Heartbeat.$Properties|null);

            statuses?: (skep.v1.TaskStatusBatch.$Properties|null);

            usage?: (skep.v1.UsageBatch.$Properties|null);

            description?: (skep.v1.NodeDescription.$Properties|null);

            health?: (skep.v1.HealthBatch.$Properties|null);

            assignmentsAck?: (skep.v1.AssignmentsAck.$Properties|null);

            networkAck?: (skep.v1.NetworkAck.$Properties|null);

            message?: ("hello"|"heartbeat"|"statuses"|"usage"|"description"|"health"|"assignmentsAck"|"networkAck");

            static create(properties: skep.v1.AgentMessage.$Shape): skep.v1.AgentMessage & skep.v1.AgentMessage.$Shape;
            static create(properties?: skep.v1.AgentMessage.$Properties): skep.v1.AgentMessage;

            static encode(message: skep.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AgentMessage & skep.v1.AgentMessage.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AgentMessage {

            interface $Properties {

                hello?: (skep.v1.AgentHello.$Properties|null);

                heartbeat?: (skep.v1.Heartbeat.$Properties|null);

                statuses?: (skep.v1.TaskStatusBatch.$Properties|null);

                usage?: (skep.v1.UsageBatch.$Properties|null);

                description?: (skep.v1.NodeDescription.$Properties|null);

                health?: (skep.v1.HealthBatch.$Properties|null);

                assignmentsAck?: (skep.v1.AssignmentsAck.$Properties|null);

                networkAck?: (skep.v1.NetworkAck.$Properties|null);

                message?: ("hello"|"heartbeat"|"statuses"|"usage"|"description"|"health"|"assignmentsAck"|"networkAck");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              hello?: skep.v1.AgentHello.$Shape|null;
              heartbeat?: skep.v1.Heartbeat.$Shape|null;
              statuses?: skep.v1.TaskStatusBatch.$Shape|null;
              usage?: skep.v1.UsageBatch.$Shape|null;
              description?: skep.v1.NodeDescription.$Shape|null;
              health?: skep.v1.HealthBatch.$Shape|null;
              assignmentsAck?: skep.v1.AssignmentsAck.$Shape|null;
              networkAck?: skep.v1.NetworkAck.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; hello?: null; heartbeat?: null; statuses?: null; usage?: null; description?: null; health?: null; assignmentsAck?: null; networkAck?: null }|{ message?: "hello"; hello: skep.v1.AgentHello.$Shape; heartbeat?: null; statuses?: null; usage?: null; description?: null; health?: null; assignmentsAck?: null; networkAck?: null }|{ message?: "heartbeat"; hello?: null; heartbeat: skep.v1.Heartbeat.$Shape; statuses?: null; usage?: null; description?: null; health?: null; assignmentsAck?: null; networkAck?: null }|{ message?: "statuses"; hello?: null; heartbeat?: null; statuses: skep.v1.TaskStatusBatch.$Shape; usage?: null; description?: null; health?: null; assignmentsAck?: null; networkAck?: null }|{ message?: "usage"; hello?: null; heartbeat?: null; statuses?: null; usage: skep.v1.UsageBatch.$Shape; description?: null; health?: null; assignmentsAck?: null; networkAck?: null }|{ message?: "description"; hello?: null; heartbeat?: null; statuses?: null; usage?: null; description: skep.v1.NodeDescription.$Shape; health?: null; assignmentsAck?: null; networkAck?: null }|{ message?: "health"; hello?: null; heartbeat?: null; statuses?: null; usage?: null; description?: null; health: skep.v1.HealthBatch.$Shape; assignmentsAck?: null; networkAck?: null }|{ message?: "assignmentsAck"; hello?: null; heartbeat?: null; statuses?: null; usage?: null; description?: null; health?: null; assignmentsAck: skep.v1.AssignmentsAck.$Shape; networkAck?: null }|{ message?: "networkAck"; hello?: null; heartbeat?: null; statuses?: null; usage?: null; description?: null; health?: null; assignmentsAck?: null; networkAck: skep.v1.NetworkAck.$Shape })
            );
        }

        interface IAgentHello extends skep.v1.AgentHello.$Properties {
        }

        class AgentHello {

            constructor(properties?: skep.v1.AgentHello.$Properties);

            $unknowns?: Uint8Array[];

            protocolVersion: number;

            skepVersion: string;

            description?: (skep.v1.NodeDescription.$Properties|null);

            previousSession: string;

            advertiseAddr: string;

            metricsAddr: string;

            static create(properties: skep.v1.AgentHello.$Shape): skep.v1.AgentHello & skep.v1.AgentHello.$Shape;
            static create(properties?: skep.v1.AgentHello.$Properties): skep.v1.AgentHello;

            static encode(message: skep.v1.AgentHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AgentHello & skep.v1.AgentHello.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AgentHello {

            interface $Properties {

                protocolVersion?: (number|null);

                skepVersion?: (string|null);

                description?: (skep.v1.NodeDescription.$Properties|null);

                previousSession?: (string|null);

                advertiseAddr?: (string|null);

                metricsAddr?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.AgentHello.$Properties;
        }

        interface IHeartbeat extends skep.v1.Heartbeat.$Properties {
        }

        class Heartbeat {

            constructor(properties?: skep.v1.Heartbeat.$Properties);

            $unknowns?: Uint8Array[];

            seq: number;

            loopLagMs: number;

            static create(properties: skep.v1.Heartbeat.$Shape): skep.v1.Heartbeat & skep.v1.Heartbeat.$Shape;
            static create(properties?: skep.v1.Heartbeat.$Properties): skep.v1.Heartbeat;

            static encode(message: skep.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Heartbeat & skep.v1.Heartbeat.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Heartbeat {

            interface $Properties {

                seq?: (number|null);

                loopLagMs?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Heartbeat.$Properties;
        }

        interface ITaskStatusUpdate extends skep.v1.TaskStatusUpdate.$Properties {
        }

        class TaskStatusUpdate {

            constructor(properties?: skep.v1.TaskStatusUpdate.$Properties);

            $unknowns?: Uint8Array[];

            taskId: string;

            status?: (skep.v1.TaskStatus.$Properties|null);

            static create(properties: skep.v1.TaskStatusUpdate.$Shape): skep.v1.TaskStatusUpdate & skep.v1.TaskStatusUpdate.$Shape;
            static create(properties?: skep.v1.TaskStatusUpdate.$Properties): skep.v1.TaskStatusUpdate;

            static encode(message: skep.v1.TaskStatusUpdate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.TaskStatusUpdate & skep.v1.TaskStatusUpdate.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace TaskStatusUpdate {

            interface $Properties {

                taskId?: (string|null);

                status?: (skep.v1.TaskStatus.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.TaskStatusUpdate.$Properties;
        }

        interface ITaskStatusBatch extends skep.v1.TaskStatusBatch.$Properties {
        }

        class TaskStatusBatch {

            constructor(properties?: skep.v1.TaskStatusBatch.$Properties);

            $unknowns?: Uint8Array[];

            seq: number;

            updates: skep.v1.TaskStatusUpdate.$Properties[];

            static create(properties: skep.v1.TaskStatusBatch.$Shape): skep.v1.TaskStatusBatch & skep.v1.TaskStatusBatch.$Shape;
            static create(properties?: skep.v1.TaskStatusBatch.$Properties): skep.v1.TaskStatusBatch;

            static encode(message: skep.v1.TaskStatusBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.TaskStatusBatch & skep.v1.TaskStatusBatch.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace TaskStatusBatch {

            interface $Properties {

                seq?: (number|null);

                updates?: (skep.v1.TaskStatusUpdate.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.TaskStatusBatch.$Properties;
        }

        interface ITaskUsage extends skep.v1.TaskUsage.$Properties {
        }

        class TaskUsage {

            constructor(properties?: skep.v1.TaskUsage.$Properties);

            $unknowns?: Uint8Array[];

            taskId: string;

            cpuSeconds: number;

            cpuRatio: number;

            memoryBytes: number;

            memoryLimitBytes: number;

            networkRxBytes: number;

            networkTxBytes: number;

            ioReadBytes: number;

            ioWriteBytes: number;

            pids: number;

            static create(properties: skep.v1.TaskUsage.$Shape): skep.v1.TaskUsage & skep.v1.TaskUsage.$Shape;
            static create(properties?: skep.v1.TaskUsage.$Properties): skep.v1.TaskUsage;

            static encode(message: skep.v1.TaskUsage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.TaskUsage & skep.v1.TaskUsage.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace TaskUsage {

            interface $Properties {

                taskId?: (string|null);

                cpuSeconds?: (number|null);

                cpuRatio?: (number|null);

                memoryBytes?: (number|null);

                memoryLimitBytes?: (number|null);

                networkRxBytes?: (number|null);

                networkTxBytes?: (number|null);

                ioReadBytes?: (number|null);

                ioWriteBytes?: (number|null);

                pids?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.TaskUsage.$Properties;
        }

        interface IUsageBatch extends skep.v1.UsageBatch.$Properties {
        }

        class UsageBatch {

            constructor(properties?: skep.v1.UsageBatch.$Properties);

            $unknowns?: Uint8Array[];

            timestampMs: number;

            tasks: skep.v1.TaskUsage.$Properties[];

            nodeCpuRatio: number;

            nodeMemoryBytes: number;

            nodeMemoryTotalBytes: number;

            static create(properties: skep.v1.UsageBatch.$Shape): skep.v1.UsageBatch & skep.v1.UsageBatch.$Shape;
            static create(properties?: skep.v1.UsageBatch.$Properties): skep.v1.UsageBatch;

            static encode(message: skep.v1.UsageBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.UsageBatch & skep.v1.UsageBatch.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace UsageBatch {

            interface $Properties {

                timestampMs?: (number|null);

                tasks?: (skep.v1.TaskUsage.$Properties[]|null);

                nodeCpuRatio?: (number|null);

                nodeMemoryBytes?: (number|null);

                nodeMemoryTotalBytes?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.UsageBatch.$Properties;
        }

        interface IHealthEvent extends skep.v1.HealthEvent.$Properties {
        }

        class HealthEvent {

            constructor(properties?: skep.v1.HealthEvent.$Properties);

            $unknowns?: Uint8Array[];

            taskId: string;

            timestampMs: number;

            status: string;

            output: string;

            exitCode: number;

            static create(properties: skep.v1.HealthEvent.$Shape): skep.v1.HealthEvent & skep.v1.HealthEvent.$Shape;
            static create(properties?: skep.v1.HealthEvent.$Properties): skep.v1.HealthEvent;

            static encode(message: skep.v1.HealthEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.HealthEvent & skep.v1.HealthEvent.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace HealthEvent {

            interface $Properties {

                taskId?: (string|null);

                timestampMs?: (number|null);

                status?: (string|null);

                output?: (string|null);

                exitCode?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.HealthEvent.$Properties;
        }

        interface IHealthBatch extends skep.v1.HealthBatch.$Properties {
        }

        class HealthBatch {

            constructor(properties?: skep.v1.HealthBatch.$Properties);

            $unknowns?: Uint8Array[];

            events: skep.v1.HealthEvent.$Properties[];

            static create(properties: skep.v1.HealthBatch.$Shape): skep.v1.HealthBatch & skep.v1.HealthBatch.$Shape;
            static create(properties?: skep.v1.HealthBatch.$Properties): skep.v1.HealthBatch;

            static encode(message: skep.v1.HealthBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.HealthBatch & skep.v1.HealthBatch.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace HealthBatch {

            interface $Properties {

                events?: (skep.v1.HealthEvent.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.HealthBatch.$Properties;
        }

        interface IAssignmentsAck extends skep.v1.AssignmentsAck.$Properties {
        }

        class AssignmentsAck {

            constructor(properties?: skep.v1.AssignmentsAck.$Properties);

            $unknowns?: Uint8Array[];

            resultsIn: string;

            static create(properties: skep.v1.AssignmentsAck.$Shape): skep.v1.AssignmentsAck & skep.v1.AssignmentsAck.$Shape;
            static create(properties?: skep.v1.AssignmentsAck.$Properties): skep.v1.AssignmentsAck;

            static encode(message: skep.v1.AssignmentsAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AssignmentsAck & skep.v1.AssignmentsAck.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AssignmentsAck {

            interface $Properties {

                resultsIn?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.AssignmentsAck.$Properties;
        }

        interface IManagerMessage extends skep.v1.ManagerMessage.$Properties {
        }

        class ManagerMessage {

            constructor(properties?: skep.v1.ManagerMessage.$Properties);

            $unknowns?: Uint8Array[];

            welcome?: (skep.v1.Welcome.$Properties|null);

            heartbeatAck?: (skep.v1.HeartbeatAck.$Properties|null);

            assignments?: (skep.v1.Assignments.$Properties|null);

            statusAck?: (skep.v1.TaskStatusAck.$Properties|null);

            cluster?: (skep.v1.ClusterView.$Properties|null);

            redirect?: (skep.v1.Redirect.$Properties|null);

            logSubscription?: (skep.v1.LogSubscription.$Properties|null);

            networkState?: (skep.v1.NetworkState.$Properties|null);

            message?: ("welcome"|"heartbeatAck"|"assignments"|"statusAck"|"cluster"|"redirect"|"logSubscription"|"networkState");

            static create(properties: skep.v1.ManagerMessage.$Shape): skep.v1.ManagerMessage & skep.v1.ManagerMessage.$Shape;
            static create(properties?: skep.v1.ManagerMessage.$Properties): skep.v1.ManagerMessage;

            static encode(message: skep.v1.ManagerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ManagerMessage & skep.v1.ManagerMessage.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ManagerMessage {

            interface $Properties {

                welcome?: (skep.v1.Welcome.$Properties|null);

                heartbeatAck?: (skep.v1.HeartbeatAck.$Properties|null);

                assignments?: (skep.v1.Assignments.$Properties|null);

                statusAck?: (skep.v1.TaskStatusAck.$Properties|null);

                cluster?: (skep.v1.ClusterView.$Properties|null);

                redirect?: (skep.v1.Redirect.$Properties|null);

                logSubscription?: (skep.v1.LogSubscription.$Properties|null);

                networkState?: (skep.v1.NetworkState.$Properties|null);

                message?: ("welcome"|"heartbeatAck"|"assignments"|"statusAck"|"cluster"|"redirect"|"logSubscription"|"networkState");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              welcome?: skep.v1.Welcome.$Shape|null;
              heartbeatAck?: skep.v1.HeartbeatAck.$Shape|null;
              assignments?: skep.v1.Assignments.$Shape|null;
              statusAck?: skep.v1.TaskStatusAck.$Shape|null;
              cluster?: skep.v1.ClusterView.$Shape|null;
              redirect?: skep.v1.Redirect.$Shape|null;
              logSubscription?: skep.v1.LogSubscription.$Shape|null;
              networkState?: skep.v1.NetworkState.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; welcome?: null; heartbeatAck?: null; assignments?: null; statusAck?: null; cluster?: null; redirect?: null; logSubscription?: null; networkState?: null }|{ message?: "welcome"; welcome: skep.v1.Welcome.$Shape; heartbeatAck?: null; assignments?: null; statusAck?: null; cluster?: null; redirect?: null; logSubscription?: null; networkState?: null }|{ message?: "heartbeatAck"; welcome?: null; heartbeatAck: skep.v1.HeartbeatAck.$Shape; assignments?: null; statusAck?: null; cluster?: null; redirect?: null; logSubscription?: null; networkState?: null }|{ message?: "assignments"; welcome?: null; heartbeatAck?: null; assignments: skep.v1.Assignments.$Shape; statusAck?: null; cluster?: null; redirect?: null; logSubscription?: null; networkState?: null }|{ message?: "statusAck"; welcome?: null; heartbeatAck?: null; assignments?: null; statusAck: skep.v1.TaskStatusAck.$Shape; cluster?: null; redirect?: null; logSubscription?: null; networkState?: null }|{ message?: "cluster"; welcome?: null; heartbeatAck?: null; assignments?: null; statusAck?: null; cluster: skep.v1.ClusterView.$Shape; redirect?: null; logSubscription?: null; networkState?: null }|{ message?: "redirect"; welcome?: null; heartbeatAck?: null; assignments?: null; statusAck?: null; cluster?: null; redirect: skep.v1.Redirect.$Shape; logSubscription?: null; networkState?: null }|{ message?: "logSubscription"; welcome?: null; heartbeatAck?: null; assignments?: null; statusAck?: null; cluster?: null; redirect?: null; logSubscription: skep.v1.LogSubscription.$Shape; networkState?: null }|{ message?: "networkState"; welcome?: null; heartbeatAck?: null; assignments?: null; statusAck?: null; cluster?: null; redirect?: null; logSubscription?: null; networkState: skep.v1.NetworkState.$Shape })
            );
        }

        interface IWelcome extends skep.v1.Welcome.$Properties {
        }

        class Welcome {

            constructor(properties?: skep.v1.Welcome.$Properties);

            $unknowns?: Uint8Array[];

            protocolVersion: number;

            sessionId: string;

            nodeId: string;

            heartbeatPeriodMs: number;

            heartbeatTimeoutMs: number;

            cluster?: (skep.v1.ClusterView.$Properties|null);

            static create(properties: skep.v1.Welcome.$Shape): skep.v1.Welcome & skep.v1.Welcome.$Shape;
            static create(properties?: skep.v1.Welcome.$Properties): skep.v1.Welcome;

            static encode(message: skep.v1.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Welcome & skep.v1.Welcome.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Welcome {

            interface $Properties {

                protocolVersion?: (number|null);

                sessionId?: (string|null);

                nodeId?: (string|null);

                heartbeatPeriodMs?: (number|null);

                heartbeatTimeoutMs?: (number|null);

                cluster?: (skep.v1.ClusterView.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Welcome.$Properties;
        }

        interface IManagerPeer extends skep.v1.ManagerPeer.$Properties {
        }

        class ManagerPeer {

            constructor(properties?: skep.v1.ManagerPeer.$Properties);

            $unknowns?: Uint8Array[];

            nodeId: string;

            addr: string;

            leader: boolean;

            static create(properties: skep.v1.ManagerPeer.$Shape): skep.v1.ManagerPeer & skep.v1.ManagerPeer.$Shape;
            static create(properties?: skep.v1.ManagerPeer.$Properties): skep.v1.ManagerPeer;

            static encode(message: skep.v1.ManagerPeer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ManagerPeer & skep.v1.ManagerPeer.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ManagerPeer {

            interface $Properties {

                nodeId?: (string|null);

                addr?: (string|null);

                leader?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ManagerPeer.$Properties;
        }

        interface IClusterView extends skep.v1.ClusterView.$Properties {
        }

        class ClusterView {

            constructor(properties?: skep.v1.ClusterView.$Properties);

            $unknowns?: Uint8Array[];

            managers: skep.v1.ManagerPeer.$Properties[];

            rootCaPem: Uint8Array;

            desiredRole: string;

            heartbeatPeriodMs: number;

            nodeSpecJson: Uint8Array;

            clusterId: string;

            renewCertificate: boolean;

            static create(properties: skep.v1.ClusterView.$Shape): skep.v1.ClusterView & skep.v1.ClusterView.$Shape;
            static create(properties?: skep.v1.ClusterView.$Properties): skep.v1.ClusterView;

            static encode(message: skep.v1.ClusterView.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ClusterView & skep.v1.ClusterView.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ClusterView {

            interface $Properties {

                managers?: (skep.v1.ManagerPeer.$Properties[]|null);

                rootCaPem?: (Uint8Array|null);

                desiredRole?: (string|null);

                heartbeatPeriodMs?: (number|null);

                nodeSpecJson?: (Uint8Array|null);

                clusterId?: (string|null);

                renewCertificate?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ClusterView.$Properties;
        }

        interface IHeartbeatAck extends skep.v1.HeartbeatAck.$Properties {
        }

        class HeartbeatAck {

            constructor(properties?: skep.v1.HeartbeatAck.$Properties);

            $unknowns?: Uint8Array[];

            seq: number;

            static create(properties: skep.v1.HeartbeatAck.$Shape): skep.v1.HeartbeatAck & skep.v1.HeartbeatAck.$Shape;
            static create(properties?: skep.v1.HeartbeatAck.$Properties): skep.v1.HeartbeatAck;

            static encode(message: skep.v1.HeartbeatAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.HeartbeatAck & skep.v1.HeartbeatAck.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace HeartbeatAck {

            interface $Properties {

                seq?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.HeartbeatAck.$Properties;
        }

        interface ITaskStatusAck extends skep.v1.TaskStatusAck.$Properties {
        }

        class TaskStatusAck {

            constructor(properties?: skep.v1.TaskStatusAck.$Properties);

            $unknowns?: Uint8Array[];

            seq: number;

            static create(properties: skep.v1.TaskStatusAck.$Shape): skep.v1.TaskStatusAck & skep.v1.TaskStatusAck.$Shape;
            static create(properties?: skep.v1.TaskStatusAck.$Properties): skep.v1.TaskStatusAck;

            static encode(message: skep.v1.TaskStatusAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.TaskStatusAck & skep.v1.TaskStatusAck.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace TaskStatusAck {

            interface $Properties {

                seq?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.TaskStatusAck.$Properties;
        }

        interface IRedirect extends skep.v1.Redirect.$Properties {
        }

        class Redirect {

            constructor(properties?: skep.v1.Redirect.$Properties);

            $unknowns?: Uint8Array[];

            leader?: (skep.v1.ManagerPeer.$Properties|null);

            managers: skep.v1.ManagerPeer.$Properties[];

            reason: string;

            static create(properties: skep.v1.Redirect.$Shape): skep.v1.Redirect & skep.v1.Redirect.$Shape;
            static create(properties?: skep.v1.Redirect.$Properties): skep.v1.Redirect;

            static encode(message: skep.v1.Redirect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Redirect & skep.v1.Redirect.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Redirect {

            interface $Properties {

                leader?: (skep.v1.ManagerPeer.$Properties|null);

                managers?: (skep.v1.ManagerPeer.$Properties[]|null);

                reason?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Redirect.$Properties;
        }

        interface IAssignedTask extends skep.v1.AssignedTask.$Properties {
        }

        class AssignedTask {

            constructor(properties?: skep.v1.AssignedTask.$Properties);

            $unknowns?: Uint8Array[];

            task?: (skep.v1.Task.$Properties|null);

            specRevision: string;

            static create(properties: skep.v1.AssignedTask.$Shape): skep.v1.AssignedTask & skep.v1.AssignedTask.$Shape;
            static create(properties?: skep.v1.AssignedTask.$Properties): skep.v1.AssignedTask;

            static encode(message: skep.v1.AssignedTask.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AssignedTask & skep.v1.AssignedTask.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AssignedTask {

            interface $Properties {

                task?: (skep.v1.Task.$Properties|null);

                specRevision?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.AssignedTask.$Properties;
        }

        interface IAssignedSpec extends skep.v1.AssignedSpec.$Properties {
        }

        class AssignedSpec {

            constructor(properties?: skep.v1.AssignedSpec.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            specJson: Uint8Array;

            registryAuth: Uint8Array;

            serviceId: string;

            static create(properties: skep.v1.AssignedSpec.$Shape): skep.v1.AssignedSpec & skep.v1.AssignedSpec.$Shape;
            static create(properties?: skep.v1.AssignedSpec.$Properties): skep.v1.AssignedSpec;

            static encode(message: skep.v1.AssignedSpec.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.AssignedSpec & skep.v1.AssignedSpec.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace AssignedSpec {

            interface $Properties {

                id?: (string|null);

                specJson?: (Uint8Array|null);

                registryAuth?: (Uint8Array|null);

                serviceId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.AssignedSpec.$Properties;
        }

        interface IAssignments extends skep.v1.Assignments.$Properties {
        }

        class Assignments {

            constructor(properties?: skep.v1.Assignments.$Properties);

            $unknowns?: Uint8Array[];

            complete: boolean;

            appliesTo: string;

            resultsIn: string;

            specs: skep.v1.AssignedSpec.$Properties[];

            tasks: skep.v1.AssignedTask.$Properties[];

            removedTasks: string[];

            secrets: skep.v1.Secret.$Properties[];

            removedSecrets: string[];

            configs: skep.v1.Config.$Properties[];

            removedConfigs: string[];

            removedSpecs: string[];

            static create(properties: skep.v1.Assignments.$Shape): skep.v1.Assignments & skep.v1.Assignments.$Shape;
            static create(properties?: skep.v1.Assignments.$Properties): skep.v1.Assignments;

            static encode(message: skep.v1.Assignments.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.Assignments & skep.v1.Assignments.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace Assignments {

            interface $Properties {

                complete?: (boolean|null);

                appliesTo?: (string|null);

                resultsIn?: (string|null);

                specs?: (skep.v1.AssignedSpec.$Properties[]|null);

                tasks?: (skep.v1.AssignedTask.$Properties[]|null);

                removedTasks?: (string[]|null);

                secrets?: (skep.v1.Secret.$Properties[]|null);

                removedSecrets?: (string[]|null);

                configs?: (skep.v1.Config.$Properties[]|null);

                removedConfigs?: (string[]|null);

                removedSpecs?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.Assignments.$Properties;
        }

        interface INetworkState extends skep.v1.NetworkState.$Properties {
        }

        class NetworkState {

            constructor(properties?: skep.v1.NetworkState.$Properties);

            $unknowns?: Uint8Array[];

            complete: boolean;

            version: number;

            networks: skep.v1.OverlayNetwork.$Properties[];

            removedNetworks: string[];

            peers: skep.v1.NetworkPeer.$Properties[];

            removedPeers: string[];

            members: skep.v1.NetworkMember.$Properties[];

            removedMembers: string[];

            services: skep.v1.NetworkService.$Properties[];

            removedServices: string[];

            drainedTasks: string[];

            more: boolean;

            knownWireguardKey: Uint8Array;

            static create(properties: skep.v1.NetworkState.$Shape): skep.v1.NetworkState & skep.v1.NetworkState.$Shape;
            static create(properties?: skep.v1.NetworkState.$Properties): skep.v1.NetworkState;

            static encode(message: skep.v1.NetworkState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkState & skep.v1.NetworkState.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkState {

            interface $Properties {

                complete?: (boolean|null);

                version?: (number|null);

                networks?: (skep.v1.OverlayNetwork.$Properties[]|null);

                removedNetworks?: (string[]|null);

                peers?: (skep.v1.NetworkPeer.$Properties[]|null);

                removedPeers?: (string[]|null);

                members?: (skep.v1.NetworkMember.$Properties[]|null);

                removedMembers?: (string[]|null);

                services?: (skep.v1.NetworkService.$Properties[]|null);

                removedServices?: (string[]|null);

                drainedTasks?: (string[]|null);

                more?: (boolean|null);

                knownWireguardKey?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkState.$Properties;
        }

        interface INetworkAck extends skep.v1.NetworkAck.$Properties {
        }

        class NetworkAck {

            constructor(properties?: skep.v1.NetworkAck.$Properties);

            $unknowns?: Uint8Array[];

            version: number;

            static create(properties: skep.v1.NetworkAck.$Shape): skep.v1.NetworkAck & skep.v1.NetworkAck.$Shape;
            static create(properties?: skep.v1.NetworkAck.$Properties): skep.v1.NetworkAck;

            static encode(message: skep.v1.NetworkAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkAck & skep.v1.NetworkAck.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkAck {

            interface $Properties {

                version?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkAck.$Properties;
        }

        interface IOverlayNetwork extends skep.v1.OverlayNetwork.$Properties {
        }

        class OverlayNetwork {

            constructor(properties?: skep.v1.OverlayNetwork.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            name: string;

            vni: number;

            subnets: skep.v1.NetworkSubnet.$Properties[];

            internal: boolean;

            attachable: boolean;

            ingress: boolean;

            encrypted: boolean;

            options: { [k: string]: string };

            labels: { [k: string]: string };

            dataPathPort: number;

            furtherVnis: number[];

            static create(properties: skep.v1.OverlayNetwork.$Shape): skep.v1.OverlayNetwork & skep.v1.OverlayNetwork.$Shape;
            static create(properties?: skep.v1.OverlayNetwork.$Properties): skep.v1.OverlayNetwork;

            static encode(message: skep.v1.OverlayNetwork.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.OverlayNetwork & skep.v1.OverlayNetwork.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace OverlayNetwork {

            interface $Properties {

                id?: (string|null);

                name?: (string|null);

                vni?: (number|null);

                subnets?: (skep.v1.NetworkSubnet.$Properties[]|null);

                internal?: (boolean|null);

                attachable?: (boolean|null);

                ingress?: (boolean|null);

                encrypted?: (boolean|null);

                options?: ({ [k: string]: string }|null);

                labels?: ({ [k: string]: string }|null);

                dataPathPort?: (number|null);

                furtherVnis?: (number[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.OverlayNetwork.$Properties;
        }

        interface INetworkSubnet extends skep.v1.NetworkSubnet.$Properties {
        }

        class NetworkSubnet {

            constructor(properties?: skep.v1.NetworkSubnet.$Properties);

            $unknowns?: Uint8Array[];

            subnet: string;

            gateway: string;

            static create(properties: skep.v1.NetworkSubnet.$Shape): skep.v1.NetworkSubnet & skep.v1.NetworkSubnet.$Shape;
            static create(properties?: skep.v1.NetworkSubnet.$Properties): skep.v1.NetworkSubnet;

            static encode(message: skep.v1.NetworkSubnet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkSubnet & skep.v1.NetworkSubnet.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkSubnet {

            interface $Properties {

                subnet?: (string|null);

                gateway?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkSubnet.$Properties;
        }

        interface INetworkPeer extends skep.v1.NetworkPeer.$Properties {
        }

        class NetworkPeer {

            constructor(properties?: skep.v1.NetworkPeer.$Properties);

            $unknowns?: Uint8Array[];

            nodeId: string;

            networkStack: string;

            addr: string;

            wireguardPublicKey: Uint8Array;

            gateways: skep.v1.NetworkAttachment.$Properties[];

            wireguardPort: number;

            wireguardNextPublicKey: Uint8Array;

            wireguardNextPort: number;

            static create(properties: skep.v1.NetworkPeer.$Shape): skep.v1.NetworkPeer & skep.v1.NetworkPeer.$Shape;
            static create(properties?: skep.v1.NetworkPeer.$Properties): skep.v1.NetworkPeer;

            static encode(message: skep.v1.NetworkPeer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkPeer & skep.v1.NetworkPeer.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkPeer {

            interface $Properties {

                nodeId?: (string|null);

                networkStack?: (string|null);

                addr?: (string|null);

                wireguardPublicKey?: (Uint8Array|null);

                gateways?: (skep.v1.NetworkAttachment.$Properties[]|null);

                wireguardPort?: (number|null);

                wireguardNextPublicKey?: (Uint8Array|null);

                wireguardNextPort?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkPeer.$Properties;
        }

        interface INetworkMember extends skep.v1.NetworkMember.$Properties {
        }

        class NetworkMember {

            constructor(properties?: skep.v1.NetworkMember.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            taskId: string;

            networkId: string;

            serviceId: string;

            nodeId: string;

            networkStack: string;

            addresses: string[];

            aliases: string[];

            taskName: string;

            ready: boolean;

            hostAddr: string;

            hostPorts: skep.v1.PortConfig.$Properties[];

            static create(properties: skep.v1.NetworkMember.$Shape): skep.v1.NetworkMember & skep.v1.NetworkMember.$Shape;
            static create(properties?: skep.v1.NetworkMember.$Properties): skep.v1.NetworkMember;

            static encode(message: skep.v1.NetworkMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkMember & skep.v1.NetworkMember.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkMember {

            interface $Properties {

                id?: (string|null);

                taskId?: (string|null);

                networkId?: (string|null);

                serviceId?: (string|null);

                nodeId?: (string|null);

                networkStack?: (string|null);

                addresses?: (string[]|null);

                aliases?: (string[]|null);

                taskName?: (string|null);

                ready?: (boolean|null);

                hostAddr?: (string|null);

                hostPorts?: (skep.v1.PortConfig.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkMember.$Properties;
        }

        interface INetworkService extends skep.v1.NetworkService.$Properties {
        }

        class NetworkService {

            constructor(properties?: skep.v1.NetworkService.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            name: string;

            virtualIps: skep.v1.VirtualIp.$Properties[];

            ports: skep.v1.PortConfig.$Properties[];

            aliases: skep.v1.ServiceAliases.$Properties[];

            labels: { [k: string]: string };

            networkIds: string[];

            static create(properties: skep.v1.NetworkService.$Shape): skep.v1.NetworkService & skep.v1.NetworkService.$Shape;
            static create(properties?: skep.v1.NetworkService.$Properties): skep.v1.NetworkService;

            static encode(message: skep.v1.NetworkService.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.NetworkService & skep.v1.NetworkService.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace NetworkService {

            interface $Properties {

                id?: (string|null);

                name?: (string|null);

                virtualIps?: (skep.v1.VirtualIp.$Properties[]|null);

                ports?: (skep.v1.PortConfig.$Properties[]|null);

                aliases?: (skep.v1.ServiceAliases.$Properties[]|null);

                labels?: ({ [k: string]: string }|null);

                networkIds?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.NetworkService.$Properties;
        }

        interface IServiceAliases extends skep.v1.ServiceAliases.$Properties {
        }

        class ServiceAliases {

            constructor(properties?: skep.v1.ServiceAliases.$Properties);

            $unknowns?: Uint8Array[];

            networkId: string;

            names: string[];

            static create(properties: skep.v1.ServiceAliases.$Shape): skep.v1.ServiceAliases & skep.v1.ServiceAliases.$Shape;
            static create(properties?: skep.v1.ServiceAliases.$Properties): skep.v1.ServiceAliases;

            static encode(message: skep.v1.ServiceAliases.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ServiceAliases & skep.v1.ServiceAliases.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ServiceAliases {

            interface $Properties {

                networkId?: (string|null);

                names?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ServiceAliases.$Properties;
        }

        interface ILogSubscription extends skep.v1.LogSubscription.$Properties {
        }

        class LogSubscription {

            constructor(properties?: skep.v1.LogSubscription.$Properties);

            $unknowns?: Uint8Array[];

            id: string;

            close: boolean;

            taskIds: string[];

            options?: (skep.v1.LogOptions.$Properties|null);

            static create(properties: skep.v1.LogSubscription.$Shape): skep.v1.LogSubscription & skep.v1.LogSubscription.$Shape;
            static create(properties?: skep.v1.LogSubscription.$Properties): skep.v1.LogSubscription;

            static encode(message: skep.v1.LogSubscription.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.LogSubscription & skep.v1.LogSubscription.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace LogSubscription {

            interface $Properties {

                id?: (string|null);

                close?: (boolean|null);

                taskIds?: (string[]|null);

                options?: (skep.v1.LogOptions.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.LogSubscription.$Properties;
        }

        interface ILogOptions extends skep.v1.LogOptions.$Properties {
        }

        class LogOptions {

            constructor(properties?: skep.v1.LogOptions.$Properties);

            $unknowns?: Uint8Array[];

            stdout: boolean;

            stderr: boolean;

            follow: boolean;

            tail: number;

            sinceMs: number;

            static create(properties: skep.v1.LogOptions.$Shape): skep.v1.LogOptions & skep.v1.LogOptions.$Shape;
            static create(properties?: skep.v1.LogOptions.$Properties): skep.v1.LogOptions;

            static encode(message: skep.v1.LogOptions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.LogOptions & skep.v1.LogOptions.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace LogOptions {

            interface $Properties {

                stdout?: (boolean|null);

                stderr?: (boolean|null);

                follow?: (boolean|null);

                tail?: (number|null);

                sinceMs?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.LogOptions.$Properties;
        }

        interface ILogLine extends skep.v1.LogLine.$Properties {
        }

        class LogLine {

            constructor(properties?: skep.v1.LogLine.$Properties);

            $unknowns?: Uint8Array[];

            taskId: string;

            nodeId: string;

            timestampMs: number;

            timestampNanos: number;

            stream: number;

            data: Uint8Array;

            serviceId: string;

            attributes: string;

            static create(properties: skep.v1.LogLine.$Shape): skep.v1.LogLine & skep.v1.LogLine.$Shape;
            static create(properties?: skep.v1.LogLine.$Properties): skep.v1.LogLine;

            static encode(message: skep.v1.LogLine.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.LogLine & skep.v1.LogLine.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace LogLine {

            interface $Properties {

                taskId?: (string|null);

                nodeId?: (string|null);

                timestampMs?: (number|null);

                timestampNanos?: (number|null);

                stream?: (number|null);

                data?: (Uint8Array|null);

                serviceId?: (string|null);

                attributes?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.LogLine.$Properties;
        }

        interface IPublishLogsMessage extends skep.v1.PublishLogsMessage.$Properties {
        }

        class PublishLogsMessage {

            constructor(properties?: skep.v1.PublishLogsMessage.$Properties);

            $unknowns?: Uint8Array[];

            subscriptionId: string;

            lines: skep.v1.LogLine.$Properties[];

            error: string;

            done: boolean;

            static create(properties: skep.v1.PublishLogsMessage.$Shape): skep.v1.PublishLogsMessage & skep.v1.PublishLogsMessage.$Shape;
            static create(properties?: skep.v1.PublishLogsMessage.$Properties): skep.v1.PublishLogsMessage;

            static encode(message: skep.v1.PublishLogsMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.PublishLogsMessage & skep.v1.PublishLogsMessage.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace PublishLogsMessage {

            interface $Properties {

                subscriptionId?: (string|null);

                lines?: (skep.v1.LogLine.$Properties[]|null);

                error?: (string|null);

                done?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.PublishLogsMessage.$Properties;
        }

        interface IPublishLogsResponse extends skep.v1.PublishLogsResponse.$Properties {
        }

        class PublishLogsResponse {

            constructor(properties?: skep.v1.PublishLogsResponse.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.PublishLogsResponse.$Shape): skep.v1.PublishLogsResponse & skep.v1.PublishLogsResponse.$Shape;
            static create(properties?: skep.v1.PublishLogsResponse.$Properties): skep.v1.PublishLogsResponse;

            static encode(message: skep.v1.PublishLogsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.PublishLogsResponse & skep.v1.PublishLogsResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace PublishLogsResponse {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.PublishLogsResponse.$Properties;
        }

        interface IReadLogsRequest extends skep.v1.ReadLogsRequest.$Properties {
        }

        class ReadLogsRequest {

            constructor(properties?: skep.v1.ReadLogsRequest.$Properties);

            $unknowns?: Uint8Array[];

            serviceIds: string[];

            taskIds: string[];

            options?: (skep.v1.LogOptions.$Properties|null);

            static create(properties: skep.v1.ReadLogsRequest.$Shape): skep.v1.ReadLogsRequest & skep.v1.ReadLogsRequest.$Shape;
            static create(properties?: skep.v1.ReadLogsRequest.$Properties): skep.v1.ReadLogsRequest;

            static encode(message: skep.v1.ReadLogsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ReadLogsRequest & skep.v1.ReadLogsRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ReadLogsRequest {

            interface $Properties {

                serviceIds?: (string[]|null);

                taskIds?: (string[]|null);

                options?: (skep.v1.LogOptions.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ReadLogsRequest.$Properties;
        }

        interface IReadLogsMessage extends skep.v1.ReadLogsMessage.$Properties {
        }

        class ReadLogsMessage {

            constructor(properties?: skep.v1.ReadLogsMessage.$Properties);

            $unknowns?: Uint8Array[];

            lines: skep.v1.LogLine.$Properties[];

            warning: string;

            static create(properties: skep.v1.ReadLogsMessage.$Shape): skep.v1.ReadLogsMessage & skep.v1.ReadLogsMessage.$Shape;
            static create(properties?: skep.v1.ReadLogsMessage.$Properties): skep.v1.ReadLogsMessage;

            static encode(message: skep.v1.ReadLogsMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.ReadLogsMessage & skep.v1.ReadLogsMessage.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace ReadLogsMessage {

            interface $Properties {

                lines?: (skep.v1.LogLine.$Properties[]|null);

                warning?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.ReadLogsMessage.$Properties;
        }

        enum EntryType {

            ENTRY_NORMAL = 0,

            ENTRY_CONF_CHANGE = 1,

            ENTRY_CONF_CHANGE_V2 = 2
        }

        interface IRaftEntry extends skep.v1.RaftEntry.$Properties {
        }

        class RaftEntry {

            constructor(properties?: skep.v1.RaftEntry.$Properties);

            $unknowns?: Uint8Array[];

            term: number;

            index: number;

            type: skep.v1.EntryType;

            data: Uint8Array;

            static create(properties: skep.v1.RaftEntry.$Shape): skep.v1.RaftEntry & skep.v1.RaftEntry.$Shape;
            static create(properties?: skep.v1.RaftEntry.$Properties): skep.v1.RaftEntry;

            static encode(message: skep.v1.RaftEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftEntry & skep.v1.RaftEntry.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftEntry {

            interface $Properties {

                term?: (number|null);

                index?: (number|null);

                type?: (skep.v1.EntryType|null);

                data?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftEntry.$Properties;
        }

        interface IRaftConfState extends skep.v1.RaftConfState.$Properties {
        }

        class RaftConfState {

            constructor(properties?: skep.v1.RaftConfState.$Properties);

            $unknowns?: Uint8Array[];

            voters: number[];

            learners: number[];

            votersOutgoing: number[];

            learnersNext: number[];

            autoLeave: boolean;

            static create(properties: skep.v1.RaftConfState.$Shape): skep.v1.RaftConfState & skep.v1.RaftConfState.$Shape;
            static create(properties?: skep.v1.RaftConfState.$Properties): skep.v1.RaftConfState;

            static encode(message: skep.v1.RaftConfState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftConfState & skep.v1.RaftConfState.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftConfState {

            interface $Properties {

                voters?: (number[]|null);

                learners?: (number[]|null);

                votersOutgoing?: (number[]|null);

                learnersNext?: (number[]|null);

                autoLeave?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftConfState.$Properties;
        }

        interface IRaftSnapshotMeta extends skep.v1.RaftSnapshotMeta.$Properties {
        }

        class RaftSnapshotMeta {

            constructor(properties?: skep.v1.RaftSnapshotMeta.$Properties);

            $unknowns?: Uint8Array[];

            confState?: (skep.v1.RaftConfState.$Properties|null);

            index: number;

            term: number;

            static create(properties: skep.v1.RaftSnapshotMeta.$Shape): skep.v1.RaftSnapshotMeta & skep.v1.RaftSnapshotMeta.$Shape;
            static create(properties?: skep.v1.RaftSnapshotMeta.$Properties): skep.v1.RaftSnapshotMeta;

            static encode(message: skep.v1.RaftSnapshotMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftSnapshotMeta & skep.v1.RaftSnapshotMeta.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftSnapshotMeta {

            interface $Properties {

                confState?: (skep.v1.RaftConfState.$Properties|null);

                index?: (number|null);

                term?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftSnapshotMeta.$Properties;
        }

        interface IRaftSnapshot extends skep.v1.RaftSnapshot.$Properties {
        }

        class RaftSnapshot {

            constructor(properties?: skep.v1.RaftSnapshot.$Properties);

            $unknowns?: Uint8Array[];

            meta?: (skep.v1.RaftSnapshotMeta.$Properties|null);

            data: Uint8Array;

            static create(properties: skep.v1.RaftSnapshot.$Shape): skep.v1.RaftSnapshot & skep.v1.RaftSnapshot.$Shape;
            static create(properties?: skep.v1.RaftSnapshot.$Properties): skep.v1.RaftSnapshot;

            static encode(message: skep.v1.RaftSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftSnapshot & skep.v1.RaftSnapshot.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftSnapshot {

            interface $Properties {

                meta?: (skep.v1.RaftSnapshotMeta.$Properties|null);

                data?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftSnapshot.$Properties;
        }

        interface IRaftHardState extends skep.v1.RaftHardState.$Properties {
        }

        class RaftHardState {

            constructor(properties?: skep.v1.RaftHardState.$Properties);

            $unknowns?: Uint8Array[];

            term: number;

            vote: number;

            commit: number;

            static create(properties: skep.v1.RaftHardState.$Shape): skep.v1.RaftHardState & skep.v1.RaftHardState.$Shape;
            static create(properties?: skep.v1.RaftHardState.$Properties): skep.v1.RaftHardState;

            static encode(message: skep.v1.RaftHardState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftHardState & skep.v1.RaftHardState.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftHardState {

            interface $Properties {

                term?: (number|null);

                vote?: (number|null);

                commit?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftHardState.$Properties;
        }

        interface IRaftMessage extends skep.v1.RaftMessage.$Properties {
        }

        class RaftMessage {

            constructor(properties?: skep.v1.RaftMessage.$Properties);

            $unknowns?: Uint8Array[];

            type: number;

            to: number;

            from: number;

            term: number;

            logTerm: number;

            index: number;

            entries: skep.v1.RaftEntry.$Properties[];

            commit: number;

            snapshot?: (skep.v1.RaftSnapshot.$Properties|null);

            reject: boolean;

            rejectHint: number;

            context: Uint8Array;

            vote: number;

            static create(properties: skep.v1.RaftMessage.$Shape): skep.v1.RaftMessage & skep.v1.RaftMessage.$Shape;
            static create(properties?: skep.v1.RaftMessage.$Properties): skep.v1.RaftMessage;

            static encode(message: skep.v1.RaftMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftMessage & skep.v1.RaftMessage.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftMessage {

            interface $Properties {

                type?: (number|null);

                to?: (number|null);

                from?: (number|null);

                term?: (number|null);

                logTerm?: (number|null);

                index?: (number|null);

                entries?: (skep.v1.RaftEntry.$Properties[]|null);

                commit?: (number|null);

                snapshot?: (skep.v1.RaftSnapshot.$Properties|null);

                reject?: (boolean|null);

                rejectHint?: (number|null);

                context?: (Uint8Array|null);

                vote?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftMessage.$Properties;
        }

        interface IRaftConfChangeSingle extends skep.v1.RaftConfChangeSingle.$Properties {
        }

        class RaftConfChangeSingle {

            constructor(properties?: skep.v1.RaftConfChangeSingle.$Properties);

            $unknowns?: Uint8Array[];

            type: number;

            nodeId: number;

            static create(properties: skep.v1.RaftConfChangeSingle.$Shape): skep.v1.RaftConfChangeSingle & skep.v1.RaftConfChangeSingle.$Shape;
            static create(properties?: skep.v1.RaftConfChangeSingle.$Properties): skep.v1.RaftConfChangeSingle;

            static encode(message: skep.v1.RaftConfChangeSingle.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftConfChangeSingle & skep.v1.RaftConfChangeSingle.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftConfChangeSingle {

            interface $Properties {

                type?: (number|null);

                nodeId?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftConfChangeSingle.$Properties;
        }

        interface IRaftConfChange extends skep.v1.RaftConfChange.$Properties {
        }

        class RaftConfChange {

            constructor(properties?: skep.v1.RaftConfChange.$Properties);

            $unknowns?: Uint8Array[];

            transition: number;

            changes: skep.v1.RaftConfChangeSingle.$Properties[];

            context: Uint8Array;

            static create(properties: skep.v1.RaftConfChange.$Shape): skep.v1.RaftConfChange & skep.v1.RaftConfChange.$Shape;
            static create(properties?: skep.v1.RaftConfChange.$Properties): skep.v1.RaftConfChange;

            static encode(message: skep.v1.RaftConfChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftConfChange & skep.v1.RaftConfChange.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftConfChange {

            interface $Properties {

                transition?: (number|null);

                changes?: (skep.v1.RaftConfChangeSingle.$Properties[]|null);

                context?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftConfChange.$Properties;
        }

        interface IRaftMember extends skep.v1.RaftMember.$Properties {
        }

        class RaftMember {

            constructor(properties?: skep.v1.RaftMember.$Properties);

            $unknowns?: Uint8Array[];

            raftId: number;

            nodeId: string;

            addr: string;

            static create(properties: skep.v1.RaftMember.$Shape): skep.v1.RaftMember & skep.v1.RaftMember.$Shape;
            static create(properties?: skep.v1.RaftMember.$Properties): skep.v1.RaftMember;

            static encode(message: skep.v1.RaftMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftMember & skep.v1.RaftMember.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftMember {

            interface $Properties {

                raftId?: (number|null);

                nodeId?: (string|null);

                addr?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftMember.$Properties;
        }

        interface IRaftFrame extends skep.v1.RaftFrame.$Properties {
        }

        class RaftFrame {

            constructor(properties?: skep.v1.RaftFrame.$Properties);

            $unknowns?: Uint8Array[];

            hello?: (skep.v1.RaftHello.$Properties|null);

            batch?: (skep.v1.RaftMessageBatch.$Properties|null);

            chunk?: (skep.v1.RaftSnapshotChunk.$Properties|null);

            frame?: ("hello"|"batch"|"chunk");

            static create(properties: skep.v1.RaftFrame.$Shape): skep.v1.RaftFrame & skep.v1.RaftFrame.$Shape;
            static create(properties?: skep.v1.RaftFrame.$Properties): skep.v1.RaftFrame;

            static encode(message: skep.v1.RaftFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftFrame & skep.v1.RaftFrame.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftFrame {

            interface $Properties {

                hello?: (skep.v1.RaftHello.$Properties|null);

                batch?: (skep.v1.RaftMessageBatch.$Properties|null);

                chunk?: (skep.v1.RaftSnapshotChunk.$Properties|null);

                frame?: ("hello"|"batch"|"chunk");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              hello?: skep.v1.RaftHello.$Shape|null;
              batch?: skep.v1.RaftMessageBatch.$Shape|null;
              chunk?: skep.v1.RaftSnapshotChunk.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ frame?: undefined; hello?: null; batch?: null; chunk?: null }|{ frame?: "hello"; hello: skep.v1.RaftHello.$Shape; batch?: null; chunk?: null }|{ frame?: "batch"; hello?: null; batch: skep.v1.RaftMessageBatch.$Shape; chunk?: null }|{ frame?: "chunk"; hello?: null; batch?: null; chunk: skep.v1.RaftSnapshotChunk.$Shape })
            );
        }

        interface IRaftHello extends skep.v1.RaftHello.$Properties {
        }

        class RaftHello {

            constructor(properties?: skep.v1.RaftHello.$Properties);

            $unknowns?: Uint8Array[];

            protocolVersion: number;

            clusterId: string;

            raftId: number;

            nodeId: string;

            addr: string;

            toRaftId: number;

            static create(properties: skep.v1.RaftHello.$Shape): skep.v1.RaftHello & skep.v1.RaftHello.$Shape;
            static create(properties?: skep.v1.RaftHello.$Properties): skep.v1.RaftHello;

            static encode(message: skep.v1.RaftHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftHello & skep.v1.RaftHello.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftHello {

            interface $Properties {

                protocolVersion?: (number|null);

                clusterId?: (string|null);

                raftId?: (number|null);

                nodeId?: (string|null);

                addr?: (string|null);

                toRaftId?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftHello.$Properties;
        }

        interface IRaftMessageBatch extends skep.v1.RaftMessageBatch.$Properties {
        }

        class RaftMessageBatch {

            constructor(properties?: skep.v1.RaftMessageBatch.$Properties);

            $unknowns?: Uint8Array[];

            messages: skep.v1.RaftMessage.$Properties[];

            static create(properties: skep.v1.RaftMessageBatch.$Shape): skep.v1.RaftMessageBatch & skep.v1.RaftMessageBatch.$Shape;
            static create(properties?: skep.v1.RaftMessageBatch.$Properties): skep.v1.RaftMessageBatch;

            static encode(message: skep.v1.RaftMessageBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftMessageBatch & skep.v1.RaftMessageBatch.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftMessageBatch {

            interface $Properties {

                messages?: (skep.v1.RaftMessage.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftMessageBatch.$Properties;
        }

        interface IRaftSnapshotChunk extends skep.v1.RaftSnapshotChunk.$Properties {
        }

        class RaftSnapshotChunk {

            constructor(properties?: skep.v1.RaftSnapshotChunk.$Properties);

            $unknowns?: Uint8Array[];

            message?: (skep.v1.RaftMessage.$Properties|null);

            seq: number;

            data: Uint8Array;

            last: boolean;

            crc32: number;

            allMembers: skep.v1.RaftMember.$Properties[];

            static create(properties: skep.v1.RaftSnapshotChunk.$Shape): skep.v1.RaftSnapshotChunk & skep.v1.RaftSnapshotChunk.$Shape;
            static create(properties?: skep.v1.RaftSnapshotChunk.$Properties): skep.v1.RaftSnapshotChunk;

            static encode(message: skep.v1.RaftSnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftSnapshotChunk & skep.v1.RaftSnapshotChunk.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftSnapshotChunk {

            interface $Properties {

                message?: (skep.v1.RaftMessage.$Properties|null);

                seq?: (number|null);

                data?: (Uint8Array|null);

                last?: (boolean|null);

                crc32?: (number|null);

                allMembers?: (skep.v1.RaftMember.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftSnapshotChunk.$Properties;
        }

        interface IRaftJoinRequest extends skep.v1.RaftJoinRequest.$Properties {
        }

        class RaftJoinRequest {

            constructor(properties?: skep.v1.RaftJoinRequest.$Properties);

            $unknowns?: Uint8Array[];

            protocolVersion: number;

            nodeId: string;

            addr: string;

            raftId: number;

            static create(properties: skep.v1.RaftJoinRequest.$Shape): skep.v1.RaftJoinRequest & skep.v1.RaftJoinRequest.$Shape;
            static create(properties?: skep.v1.RaftJoinRequest.$Properties): skep.v1.RaftJoinRequest;

            static encode(message: skep.v1.RaftJoinRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftJoinRequest & skep.v1.RaftJoinRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftJoinRequest {

            interface $Properties {

                protocolVersion?: (number|null);

                nodeId?: (string|null);

                addr?: (string|null);

                raftId?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftJoinRequest.$Properties;
        }

        interface IRaftJoinResponse extends skep.v1.RaftJoinResponse.$Properties {
        }

        class RaftJoinResponse {

            constructor(properties?: skep.v1.RaftJoinResponse.$Properties);

            $unknowns?: Uint8Array[];

            raftId: number;

            members: skep.v1.RaftMember.$Properties[];

            clusterId: string;

            static create(properties: skep.v1.RaftJoinResponse.$Shape): skep.v1.RaftJoinResponse & skep.v1.RaftJoinResponse.$Shape;
            static create(properties?: skep.v1.RaftJoinResponse.$Properties): skep.v1.RaftJoinResponse;

            static encode(message: skep.v1.RaftJoinResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftJoinResponse & skep.v1.RaftJoinResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftJoinResponse {

            interface $Properties {

                raftId?: (number|null);

                members?: (skep.v1.RaftMember.$Properties[]|null);

                clusterId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftJoinResponse.$Properties;
        }

        interface IRaftLeaveRequest extends skep.v1.RaftLeaveRequest.$Properties {
        }

        class RaftLeaveRequest {

            constructor(properties?: skep.v1.RaftLeaveRequest.$Properties);

            $unknowns?: Uint8Array[];

            raftId: number;

            nodeId: string;

            static create(properties: skep.v1.RaftLeaveRequest.$Shape): skep.v1.RaftLeaveRequest & skep.v1.RaftLeaveRequest.$Shape;
            static create(properties?: skep.v1.RaftLeaveRequest.$Properties): skep.v1.RaftLeaveRequest;

            static encode(message: skep.v1.RaftLeaveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftLeaveRequest & skep.v1.RaftLeaveRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftLeaveRequest {

            interface $Properties {

                raftId?: (number|null);

                nodeId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftLeaveRequest.$Properties;
        }

        interface IRaftLeaveResponse extends skep.v1.RaftLeaveResponse.$Properties {
        }

        class RaftLeaveResponse {

            constructor(properties?: skep.v1.RaftLeaveResponse.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.RaftLeaveResponse.$Shape): skep.v1.RaftLeaveResponse & skep.v1.RaftLeaveResponse.$Shape;
            static create(properties?: skep.v1.RaftLeaveResponse.$Properties): skep.v1.RaftLeaveResponse;

            static encode(message: skep.v1.RaftLeaveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftLeaveResponse & skep.v1.RaftLeaveResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftLeaveResponse {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftLeaveResponse.$Properties;
        }

        interface IRaftHealthRequest extends skep.v1.RaftHealthRequest.$Properties {
        }

        class RaftHealthRequest {

            constructor(properties?: skep.v1.RaftHealthRequest.$Properties);

            $unknowns?: Uint8Array[];

            static create(properties: skep.v1.RaftHealthRequest.$Shape): skep.v1.RaftHealthRequest & skep.v1.RaftHealthRequest.$Shape;
            static create(properties?: skep.v1.RaftHealthRequest.$Properties): skep.v1.RaftHealthRequest;

            static encode(message: skep.v1.RaftHealthRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftHealthRequest & skep.v1.RaftHealthRequest.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftHealthRequest {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftHealthRequest.$Properties;
        }

        interface IRaftHealthResponse extends skep.v1.RaftHealthResponse.$Properties {
        }

        class RaftHealthResponse {

            constructor(properties?: skep.v1.RaftHealthResponse.$Properties);

            $unknowns?: Uint8Array[];

            raftId: number;

            term: number;

            leader: number;

            commit: number;

            applied: number;

            nodeId: string;

            static create(properties: skep.v1.RaftHealthResponse.$Shape): skep.v1.RaftHealthResponse & skep.v1.RaftHealthResponse.$Shape;
            static create(properties?: skep.v1.RaftHealthResponse.$Properties): skep.v1.RaftHealthResponse;

            static encode(message: skep.v1.RaftHealthResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): skep.v1.RaftHealthResponse & skep.v1.RaftHealthResponse.$Shape;

            static verify(message: { [k: string]: any }): (string|null);

            static getTypeUrl(prefix?: string): string;
        }

        namespace RaftHealthResponse {

            interface $Properties {

                raftId?: (number|null);

                term?: (number|null);

                leader?: (number|null);

                commit?: (number|null);

                applied?: (number|null);

                nodeId?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = skep.v1.RaftHealthResponse.$Properties;
        }
    }
}
