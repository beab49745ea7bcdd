/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $Array = $util.global.Array;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const skep = $root.skep = (() => {

    const skep = {};

    skep.v1 = (function() {

        const v1 = {};

        v1.AttachNetworkRequest = (function() {

            const AttachNetworkRequest = function (properties) {
                this.addresses = [];
                this.aliases = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AttachNetworkRequest.prototype.network = "";

            AttachNetworkRequest.prototype.containerId = "";

            AttachNetworkRequest.prototype.addresses = $util.emptyArray;

            AttachNetworkRequest.prototype.aliases = $util.emptyArray;

            AttachNetworkRequest.prototype.containerName = "";

            AttachNetworkRequest.prototype.nodeId = "";

            AttachNetworkRequest.create = function(properties) {
                return new AttachNetworkRequest(properties);
            };

            AttachNetworkRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.network != null && $Object.hasOwnProperty.call(message, "network") && message.network !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.network);
                if (message.containerId != null && $Object.hasOwnProperty.call(message, "containerId") && message.containerId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.containerId);
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.addresses[i]);
                if (message.aliases != null && message.aliases.length)
                    for (let i = 0; i < message.aliases.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.aliases[i]);
                if (message.containerName != null && $Object.hasOwnProperty.call(message, "containerName") && message.containerName !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.containerName);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.nodeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AttachNetworkRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AttachNetworkRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.network = value;
                            else
                                delete message.network;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.containerId = value;
                            else
                                delete message.containerId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.aliases && message.aliases.length))
                                message.aliases = [];
                            message.aliases.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.containerName = value;
                            else
                                delete message.containerName;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AttachNetworkRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    if (!$util.isString(message.network))
                        return "network: string expected";
                if (message.containerId != null && $Object.hasOwnProperty.call(message, "containerId"))
                    if (!$util.isString(message.containerId))
                        return "containerId: string expected";
                if (message.addresses != null && $Object.hasOwnProperty.call(message, "addresses")) {
                    if (!$Array.isArray(message.addresses))
                        return "addresses: array expected";
                    for (let i = 0; i < message.addresses.length; ++i)
                        if (!$util.isString(message.addresses[i]))
                            return "addresses: string[] expected";
                }
                if (message.aliases != null && $Object.hasOwnProperty.call(message, "aliases")) {
                    if (!$Array.isArray(message.aliases))
                        return "aliases: array expected";
                    for (let i = 0; i < message.aliases.length; ++i)
                        if (!$util.isString(message.aliases[i]))
                            return "aliases: string[] expected";
                }
                if (message.containerName != null && $Object.hasOwnProperty.call(message, "containerName"))
                    if (!$util.isString(message.containerName))
                        return "containerName: string expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                return null;
            };

            AttachNetworkRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AttachNetworkRequest";
            };

            return AttachNetworkRequest;
        })();

        v1.AttachNetworkResponse = (function() {

            const AttachNetworkResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AttachNetworkResponse.prototype.taskId = "";

            AttachNetworkResponse.prototype.attachment = null;

            AttachNetworkResponse.create = function(properties) {
                return new AttachNetworkResponse(properties);
            };

            AttachNetworkResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.taskId);
                if (message.attachment != null && $Object.hasOwnProperty.call(message, "attachment"))
                    $root.skep.v1.NetworkAttachment.encode(message.attachment, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AttachNetworkResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AttachNetworkResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.attachment = $root.skep.v1.NetworkAttachment.decode(reader, reader.size(), $undefined, _depth + 1, message.attachment);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AttachNetworkResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.attachment != null && $Object.hasOwnProperty.call(message, "attachment")) {
                    let error = $root.skep.v1.NetworkAttachment.verify(message.attachment, _depth + 1);
                    if (error)
                        return "attachment." + error;
                }
                return null;
            };

            AttachNetworkResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AttachNetworkResponse";
            };

            return AttachNetworkResponse;
        })();

        v1.DetachNetworkRequest = (function() {

            const DetachNetworkRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DetachNetworkRequest.prototype.taskId = "";

            DetachNetworkRequest.prototype.nodeId = "";

            DetachNetworkRequest.create = function(properties) {
                return new DetachNetworkRequest(properties);
            };

            DetachNetworkRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.taskId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nodeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DetachNetworkRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.DetachNetworkRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            DetachNetworkRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                return null;
            };

            DetachNetworkRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.DetachNetworkRequest";
            };

            return DetachNetworkRequest;
        })();

        v1.DetachNetworkResponse = (function() {

            const DetachNetworkResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DetachNetworkResponse.create = function(properties) {
                return new DetachNetworkResponse(properties);
            };

            DetachNetworkResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DetachNetworkResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.DetachNetworkResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            DetachNetworkResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            DetachNetworkResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.DetachNetworkResponse";
            };

            return DetachNetworkResponse;
        })();

        v1.Meta = (function() {

            const Meta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Meta.prototype.versionIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Meta.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Meta.prototype.updatedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Meta.create = function(properties) {
                return new Meta(properties);
            };

            Meta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.versionIndex != null && $Object.hasOwnProperty.call(message, "versionIndex") && (typeof message.versionIndex === "object" ? message.versionIndex.low || message.versionIndex.high : message.versionIndex !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.versionIndex);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.createdMs);
                if (message.updatedMs != null && $Object.hasOwnProperty.call(message, "updatedMs") && (typeof message.updatedMs === "object" ? message.updatedMs.low || message.updatedMs.high : message.updatedMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.updatedMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Meta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Meta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.versionIndex = value;
                            else
                                delete message.versionIndex;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.updatedMs = value;
                            else
                                delete message.updatedMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Meta.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.versionIndex != null && $Object.hasOwnProperty.call(message, "versionIndex"))
                    if (!$util.isInteger(message.versionIndex) && !(message.versionIndex && $util.isInteger(message.versionIndex.low) && $util.isInteger(message.versionIndex.high)))
                        return "versionIndex: integer|Long expected";
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs"))
                    if (!$util.isInteger(message.createdMs) && !(message.createdMs && $util.isInteger(message.createdMs.low) && $util.isInteger(message.createdMs.high)))
                        return "createdMs: integer|Long expected";
                if (message.updatedMs != null && $Object.hasOwnProperty.call(message, "updatedMs"))
                    if (!$util.isInteger(message.updatedMs) && !(message.updatedMs && $util.isInteger(message.updatedMs.low) && $util.isInteger(message.updatedMs.high)))
                        return "updatedMs: integer|Long expected";
                return null;
            };

            Meta.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Meta";
            };

            return Meta;
        })();

        v1.GenericResource = (function() {

            const GenericResource = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            GenericResource.prototype.kind = "";

            GenericResource.prototype.value = "";

            GenericResource.prototype.count = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            GenericResource.create = function(properties) {
                return new GenericResource(properties);
            };

            GenericResource.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.value);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && (typeof message.count === "object" ? message.count.low || message.count.high : message.count !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            GenericResource.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.GenericResource();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            GenericResource.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (!$util.isString(message.kind))
                        return "kind: string expected";
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    if (!$util.isString(message.value))
                        return "value: string expected";
                if (message.count != null && $Object.hasOwnProperty.call(message, "count"))
                    if (!$util.isInteger(message.count) && !(message.count && $util.isInteger(message.count.low) && $util.isInteger(message.count.high)))
                        return "count: integer|Long expected";
                return null;
            };

            GenericResource.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.GenericResource";
            };

            return GenericResource;
        })();

        v1.Resources = (function() {

            const Resources = function (properties) {
                this.generic = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Resources.prototype.nanoCpus = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Resources.prototype.memoryBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Resources.prototype.generic = $util.emptyArray;

            Resources.create = function(properties) {
                return new Resources(properties);
            };

            Resources.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nanoCpus != null && $Object.hasOwnProperty.call(message, "nanoCpus") && (typeof message.nanoCpus === "object" ? message.nanoCpus.low || message.nanoCpus.high : message.nanoCpus !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).int64(message.nanoCpus);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && (typeof message.memoryBytes === "object" ? message.memoryBytes.low || message.memoryBytes.high : message.memoryBytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.memoryBytes);
                if (message.generic != null && message.generic.length)
                    for (let i = 0; i < message.generic.length; ++i)
                        $root.skep.v1.GenericResource.encode(message.generic[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Resources.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Resources();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.nanoCpus = value;
                            else
                                delete message.nanoCpus;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.generic && message.generic.length))
                                message.generic = [];
                            message.generic.push($root.skep.v1.GenericResource.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Resources.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nanoCpus != null && $Object.hasOwnProperty.call(message, "nanoCpus"))
                    if (!$util.isInteger(message.nanoCpus) && !(message.nanoCpus && $util.isInteger(message.nanoCpus.low) && $util.isInteger(message.nanoCpus.high)))
                        return "nanoCpus: integer|Long expected";
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes"))
                    if (!$util.isInteger(message.memoryBytes) && !(message.memoryBytes && $util.isInteger(message.memoryBytes.low) && $util.isInteger(message.memoryBytes.high)))
                        return "memoryBytes: integer|Long expected";
                if (message.generic != null && $Object.hasOwnProperty.call(message, "generic")) {
                    if (!$Array.isArray(message.generic))
                        return "generic: array expected";
                    for (let i = 0; i < message.generic.length; ++i) {
                        let error = $root.skep.v1.GenericResource.verify(message.generic[i], _depth + 1);
                        if (error)
                            return "generic." + error;
                    }
                }
                return null;
            };

            Resources.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Resources";
            };

            return Resources;
        })();

        v1.Plugin = (function() {

            const Plugin = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Plugin.prototype.type = "";

            Plugin.prototype.name = "";

            Plugin.create = function(properties) {
                return new Plugin(properties);
            };

            Plugin.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.type);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Plugin.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Plugin();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Plugin.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (!$util.isString(message.type))
                        return "type: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                return null;
            };

            Plugin.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Plugin";
            };

            return Plugin;
        })();

        v1.NodeDescription = (function() {

            const NodeDescription = function (properties) {
                this.engineLabels = {};
                this.plugins = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NodeDescription.prototype.hostname = "";

            NodeDescription.prototype.os = "";

            NodeDescription.prototype.architecture = "";

            NodeDescription.prototype.resources = null;

            NodeDescription.prototype.engineVersion = "";

            NodeDescription.prototype.engineLabels = $util.emptyObject;

            NodeDescription.prototype.plugins = $util.emptyArray;

            NodeDescription.prototype.tlsTrustRootPem = $util.newBuffer([]);

            NodeDescription.prototype.tlsCertIssuerSubject = $util.newBuffer([]);

            NodeDescription.prototype.tlsCertIssuerPublicKey = $util.newBuffer([]);

            NodeDescription.prototype.runtime = "";

            NodeDescription.prototype.skepVersion = "";

            NodeDescription.prototype.engineId = "";

            NodeDescription.prototype.metricsAddr = "";

            NodeDescription.prototype.networkStack = "";

            NodeDescription.prototype.wireguardPublicKey = $util.newBuffer([]);

            NodeDescription.prototype.wireguardPort = 0;

            NodeDescription.prototype.wireguardNextPublicKey = $util.newBuffer([]);

            NodeDescription.prototype.wireguardNextPort = 0;

            NodeDescription.create = function(properties) {
                return new NodeDescription(properties);
            };

            NodeDescription.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.hostname);
                if (message.os != null && $Object.hasOwnProperty.call(message, "os") && message.os !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.os);
                if (message.architecture != null && $Object.hasOwnProperty.call(message, "architecture") && message.architecture !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.architecture);
                if (message.resources != null && $Object.hasOwnProperty.call(message, "resources"))
                    $root.skep.v1.Resources.encode(message.resources, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.engineVersion != null && $Object.hasOwnProperty.call(message, "engineVersion") && message.engineVersion !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.engineVersion);
                if (message.engineLabels != null && $Object.hasOwnProperty.call(message, "engineLabels"))
                    for (let keys = $Object.keys(message.engineLabels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.engineLabels[keys[i]]).ldelim();
                if (message.plugins != null && message.plugins.length)
                    for (let i = 0; i < message.plugins.length; ++i)
                        $root.skep.v1.Plugin.encode(message.plugins[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.tlsTrustRootPem != null && $Object.hasOwnProperty.call(message, "tlsTrustRootPem") && message.tlsTrustRootPem.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.tlsTrustRootPem);
                if (message.tlsCertIssuerSubject != null && $Object.hasOwnProperty.call(message, "tlsCertIssuerSubject") && message.tlsCertIssuerSubject.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.tlsCertIssuerSubject);
                if (message.tlsCertIssuerPublicKey != null && $Object.hasOwnProperty.call(message, "tlsCertIssuerPublicKey") && message.tlsCertIssuerPublicKey.length)
                    writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.tlsCertIssuerPublicKey);
                if (message.runtime != null && $Object.hasOwnProperty.call(message, "runtime") && message.runtime !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.runtime);
                if (message.skepVersion != null && $Object.hasOwnProperty.call(message, "skepVersion") && message.skepVersion !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.skepVersion);
                if (message.engineId != null && $Object.hasOwnProperty.call(message, "engineId") && message.engineId !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.engineId);
                if (message.metricsAddr != null && $Object.hasOwnProperty.call(message, "metricsAddr") && message.metricsAddr !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.metricsAddr);
                if (message.networkStack != null && $Object.hasOwnProperty.call(message, "networkStack") && message.networkStack !== "")
                    writer.uint32(/* id 15, wireType 2 =*/122).string(message.networkStack);
                if (message.wireguardPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardPublicKey") && message.wireguardPublicKey.length)
                    writer.uint32(/* id 16, wireType 2 =*/130).bytes(message.wireguardPublicKey);
                if (message.wireguardPort != null && $Object.hasOwnProperty.call(message, "wireguardPort") && message.wireguardPort !== 0)
                    writer.uint32(/* id 17, wireType 0 =*/136).uint32(message.wireguardPort);
                if (message.wireguardNextPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardNextPublicKey") && message.wireguardNextPublicKey.length)
                    writer.uint32(/* id 18, wireType 2 =*/146).bytes(message.wireguardNextPublicKey);
                if (message.wireguardNextPort != null && $Object.hasOwnProperty.call(message, "wireguardNextPort") && message.wireguardNextPort !== 0)
                    writer.uint32(/* id 19, wireType 0 =*/152).uint32(message.wireguardNextPort);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NodeDescription.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NodeDescription();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.os = value;
                            else
                                delete message.os;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.architecture = value;
                            else
                                delete message.architecture;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.resources = $root.skep.v1.Resources.decode(reader, reader.size(), $undefined, _depth + 1, message.resources);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.engineVersion = value;
                            else
                                delete message.engineVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (message.engineLabels === $util.emptyObject)
                                message.engineLabels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.engineLabels, key);
                            message.engineLabels[key] = value;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.plugins && message.plugins.length))
                                message.plugins = [];
                            message.plugins.push($root.skep.v1.Plugin.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tlsTrustRootPem = value;
                            else
                                delete message.tlsTrustRootPem;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tlsCertIssuerSubject = value;
                            else
                                delete message.tlsCertIssuerSubject;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tlsCertIssuerPublicKey = value;
                            else
                                delete message.tlsCertIssuerPublicKey;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runtime = value;
                            else
                                delete message.runtime;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.skepVersion = value;
                            else
                                delete message.skepVersion;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.engineId = value;
                            else
                                delete message.engineId;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.metricsAddr = value;
                            else
                                delete message.metricsAddr;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkStack = value;
                            else
                                delete message.networkStack;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.wireguardPublicKey = value;
                            else
                                delete message.wireguardPublicKey;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.wireguardPort = value;
                            else
                                delete message.wireguardPort;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.wireguardNextPublicKey = value;
                            else
                                delete message.wireguardNextPublicKey;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.wireguardNextPort = value;
                            else
                                delete message.wireguardNextPort;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NodeDescription.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
                    if (!$util.isString(message.hostname))
                        return "hostname: string expected";
                if (message.os != null && $Object.hasOwnProperty.call(message, "os"))
                    if (!$util.isString(message.os))
                        return "os: string expected";
                if (message.architecture != null && $Object.hasOwnProperty.call(message, "architecture"))
                    if (!$util.isString(message.architecture))
                        return "architecture: string expected";
                if (message.resources != null && $Object.hasOwnProperty.call(message, "resources")) {
                    let error = $root.skep.v1.Resources.verify(message.resources, _depth + 1);
                    if (error)
                        return "resources." + error;
                }
                if (message.engineVersion != null && $Object.hasOwnProperty.call(message, "engineVersion"))
                    if (!$util.isString(message.engineVersion))
                        return "engineVersion: string expected";
                if (message.engineLabels != null && $Object.hasOwnProperty.call(message, "engineLabels")) {
                    if (!$util.isObject(message.engineLabels))
                        return "engineLabels: object expected";
                    let key = $Object.keys(message.engineLabels);
                    for (let i = 0; i < key.length; ++i)
                        if (!$util.isString(message.engineLabels[key[i]]))
                            return "engineLabels: string{k:string} expected";
                }
                if (message.plugins != null && $Object.hasOwnProperty.call(message, "plugins")) {
                    if (!$Array.isArray(message.plugins))
                        return "plugins: array expected";
                    for (let i = 0; i < message.plugins.length; ++i) {
                        let error = $root.skep.v1.Plugin.verify(message.plugins[i], _depth + 1);
                        if (error)
                            return "plugins." + error;
                    }
                }
                if (message.tlsTrustRootPem != null && $Object.hasOwnProperty.call(message, "tlsTrustRootPem"))
                    if (!(message.tlsTrustRootPem && typeof message.tlsTrustRootPem.length === "number" || $util.isString(message.tlsTrustRootPem)))
                        return "tlsTrustRootPem: buffer expected";
                if (message.tlsCertIssuerSubject != null && $Object.hasOwnProperty.call(message, "tlsCertIssuerSubject"))
                    if (!(message.tlsCertIssuerSubject && typeof message.tlsCertIssuerSubject.length === "number" || $util.isString(message.tlsCertIssuerSubject)))
                        return "tlsCertIssuerSubject: buffer expected";
                if (message.tlsCertIssuerPublicKey != null && $Object.hasOwnProperty.call(message, "tlsCertIssuerPublicKey"))
                    if (!(message.tlsCertIssuerPublicKey && typeof message.tlsCertIssuerPublicKey.length === "number" || $util.isString(message.tlsCertIssuerPublicKey)))
                        return "tlsCertIssuerPublicKey: buffer expected";
                if (message.runtime != null && $Object.hasOwnProperty.call(message, "runtime"))
                    if (!$util.isString(message.runtime))
                        return "runtime: string expected";
                if (message.skepVersion != null && $Object.hasOwnProperty.call(message, "skepVersion"))
                    if (!$util.isString(message.skepVersion))
                        return "skepVersion: string expected";
                if (message.engineId != null && $Object.hasOwnProperty.call(message, "engineId"))
                    if (!$util.isString(message.engineId))
                        return "engineId: string expected";
                if (message.metricsAddr != null && $Object.hasOwnProperty.call(message, "metricsAddr"))
                    if (!$util.isString(message.metricsAddr))
                        return "metricsAddr: string expected";
                if (message.networkStack != null && $Object.hasOwnProperty.call(message, "networkStack"))
                    if (!$util.isString(message.networkStack))
                        return "networkStack: string expected";
                if (message.wireguardPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardPublicKey"))
                    if (!(message.wireguardPublicKey && typeof message.wireguardPublicKey.length === "number" || $util.isString(message.wireguardPublicKey)))
                        return "wireguardPublicKey: buffer expected";
                if (message.wireguardPort != null && $Object.hasOwnProperty.call(message, "wireguardPort"))
                    if (!$util.isInteger(message.wireguardPort))
                        return "wireguardPort: integer expected";
                if (message.wireguardNextPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardNextPublicKey"))
                    if (!(message.wireguardNextPublicKey && typeof message.wireguardNextPublicKey.length === "number" || $util.isString(message.wireguardNextPublicKey)))
                        return "wireguardNextPublicKey: buffer expected";
                if (message.wireguardNextPort != null && $Object.hasOwnProperty.call(message, "wireguardNextPort"))
                    if (!$util.isInteger(message.wireguardNextPort))
                        return "wireguardNextPort: integer expected";
                return null;
            };

            NodeDescription.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NodeDescription";
            };

            return NodeDescription;
        })();

        v1.NodeStatus = (function() {

            const NodeStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NodeStatus.prototype.state = "";

            NodeStatus.prototype.message = "";

            NodeStatus.prototype.addr = "";

            NodeStatus.create = function(properties) {
                return new NodeStatus(properties);
            };

            NodeStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.state);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.addr);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NodeStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NodeStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NodeStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    if (!$util.isString(message.state))
                        return "state: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                return null;
            };

            NodeStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NodeStatus";
            };

            return NodeStatus;
        })();

        v1.ManagerStatus = (function() {

            const ManagerStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ManagerStatus.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ManagerStatus.prototype.addr = "";

            ManagerStatus.create = function(properties) {
                return new ManagerStatus(properties);
            };

            ManagerStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.raftId);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.addr);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ManagerStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ManagerStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ManagerStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                return null;
            };

            ManagerStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ManagerStatus";
            };

            return ManagerStatus;
        })();

        v1.Node = (function() {

            const Node = function (properties) {
                this.attachments = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Node.prototype.id = "";

            Node.prototype.meta = null;

            Node.prototype.specJson = $util.newBuffer([]);

            Node.prototype.description = null;

            Node.prototype.status = null;

            Node.prototype.role = "";

            Node.prototype.membership = "";

            Node.prototype.manager = null;

            Node.prototype.certificatePem = $util.newBuffer([]);

            Node.prototype.downSinceMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Node.prototype.attachments = $util.emptyArray;

            Node.prototype.specSince = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Node.prototype, "_specSince", {
                get: $util.oneOfGetter($oneOfFields = ["specSince"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Node.create = function(properties) {
                return new Node(properties);
            };

            Node.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    $root.skep.v1.NodeDescription.encode(message.description, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.skep.v1.NodeStatus.encode(message.status, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.role);
                if (message.membership != null && $Object.hasOwnProperty.call(message, "membership") && message.membership !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.membership);
                if (message.manager != null && $Object.hasOwnProperty.call(message, "manager"))
                    $root.skep.v1.ManagerStatus.encode(message.manager, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.certificatePem != null && $Object.hasOwnProperty.call(message, "certificatePem") && message.certificatePem.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.certificatePem);
                if (message.downSinceMs != null && $Object.hasOwnProperty.call(message, "downSinceMs") && (typeof message.downSinceMs === "object" ? message.downSinceMs.low || message.downSinceMs.high : message.downSinceMs !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).int64(message.downSinceMs);
                if (message.attachments != null && message.attachments.length)
                    for (let i = 0; i < message.attachments.length; ++i)
                        $root.skep.v1.NetworkAttachment.encode(message.attachments[i], writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.specSince != null && $Object.hasOwnProperty.call(message, "specSince"))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.specSince);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Node.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Node();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.description = $root.skep.v1.NodeDescription.decode(reader, reader.size(), $undefined, _depth + 1, message.description);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.skep.v1.NodeStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.membership = value;
                            else
                                delete message.membership;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.manager = $root.skep.v1.ManagerStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.manager);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certificatePem = value;
                            else
                                delete message.certificatePem;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.downSinceMs = value;
                            else
                                delete message.downSinceMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.attachments && message.attachments.length))
                                message.attachments = [];
                            message.attachments.push($root.skep.v1.NetworkAttachment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            message.specSince = reader.uint64();
                            message._specSince = "specSince";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Node.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.description != null && $Object.hasOwnProperty.call(message, "description")) {
                    let error = $root.skep.v1.NodeDescription.verify(message.description, _depth + 1);
                    if (error)
                        return "description." + error;
                }
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    let error = $root.skep.v1.NodeStatus.verify(message.status, _depth + 1);
                    if (error)
                        return "status." + error;
                }
                if (message.role != null && $Object.hasOwnProperty.call(message, "role"))
                    if (!$util.isString(message.role))
                        return "role: string expected";
                if (message.membership != null && $Object.hasOwnProperty.call(message, "membership"))
                    if (!$util.isString(message.membership))
                        return "membership: string expected";
                if (message.manager != null && $Object.hasOwnProperty.call(message, "manager")) {
                    let error = $root.skep.v1.ManagerStatus.verify(message.manager, _depth + 1);
                    if (error)
                        return "manager." + error;
                }
                if (message.certificatePem != null && $Object.hasOwnProperty.call(message, "certificatePem"))
                    if (!(message.certificatePem && typeof message.certificatePem.length === "number" || $util.isString(message.certificatePem)))
                        return "certificatePem: buffer expected";
                if (message.downSinceMs != null && $Object.hasOwnProperty.call(message, "downSinceMs"))
                    if (!$util.isInteger(message.downSinceMs) && !(message.downSinceMs && $util.isInteger(message.downSinceMs.low) && $util.isInteger(message.downSinceMs.high)))
                        return "downSinceMs: integer|Long expected";
                if (message.attachments != null && $Object.hasOwnProperty.call(message, "attachments")) {
                    if (!$Array.isArray(message.attachments))
                        return "attachments: array expected";
                    for (let i = 0; i < message.attachments.length; ++i) {
                        let error = $root.skep.v1.NetworkAttachment.verify(message.attachments[i], _depth + 1);
                        if (error)
                            return "attachments." + error;
                    }
                }
                if (message.specSince != null && $Object.hasOwnProperty.call(message, "specSince")) {
                    properties._specSince = 1;
                    if (!$util.isInteger(message.specSince) && !(message.specSince && $util.isInteger(message.specSince.low) && $util.isInteger(message.specSince.high)))
                        return "specSince: integer|Long expected";
                }
                return null;
            };

            Node.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Node";
            };

            return Node;
        })();

        v1.UpdateStatus = (function() {

            const UpdateStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UpdateStatus.prototype.state = "";

            UpdateStatus.prototype.startedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            UpdateStatus.prototype.completedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            UpdateStatus.prototype.message = "";

            UpdateStatus.create = function(properties) {
                return new UpdateStatus(properties);
            };

            UpdateStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.state);
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs") && (typeof message.startedMs === "object" ? message.startedMs.low || message.startedMs.high : message.startedMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.startedMs);
                if (message.completedMs != null && $Object.hasOwnProperty.call(message, "completedMs") && (typeof message.completedMs === "object" ? message.completedMs.low || message.completedMs.high : message.completedMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.completedMs);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UpdateStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.UpdateStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.startedMs = value;
                            else
                                delete message.startedMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.completedMs = value;
                            else
                                delete message.completedMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UpdateStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    if (!$util.isString(message.state))
                        return "state: string expected";
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs"))
                    if (!$util.isInteger(message.startedMs) && !(message.startedMs && $util.isInteger(message.startedMs.low) && $util.isInteger(message.startedMs.high)))
                        return "startedMs: integer|Long expected";
                if (message.completedMs != null && $Object.hasOwnProperty.call(message, "completedMs"))
                    if (!$util.isInteger(message.completedMs) && !(message.completedMs && $util.isInteger(message.completedMs.low) && $util.isInteger(message.completedMs.high)))
                        return "completedMs: integer|Long expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                return null;
            };

            UpdateStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.UpdateStatus";
            };

            return UpdateStatus;
        })();

        v1.PortConfig = (function() {

            const PortConfig = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PortConfig.prototype.name = "";

            PortConfig.prototype.protocol = "";

            PortConfig.prototype.targetPort = 0;

            PortConfig.prototype.publishedPort = 0;

            PortConfig.prototype.publishMode = "";

            PortConfig.create = function(properties) {
                return new PortConfig(properties);
            };

            PortConfig.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.protocol);
                if (message.targetPort != null && $Object.hasOwnProperty.call(message, "targetPort") && message.targetPort !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.targetPort);
                if (message.publishedPort != null && $Object.hasOwnProperty.call(message, "publishedPort") && message.publishedPort !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.publishedPort);
                if (message.publishMode != null && $Object.hasOwnProperty.call(message, "publishMode") && message.publishMode !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.publishMode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PortConfig.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.PortConfig();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.targetPort = value;
                            else
                                delete message.targetPort;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.publishedPort = value;
                            else
                                delete message.publishedPort;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.publishMode = value;
                            else
                                delete message.publishMode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            PortConfig.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    if (!$util.isString(message.protocol))
                        return "protocol: string expected";
                if (message.targetPort != null && $Object.hasOwnProperty.call(message, "targetPort"))
                    if (!$util.isInteger(message.targetPort))
                        return "targetPort: integer expected";
                if (message.publishedPort != null && $Object.hasOwnProperty.call(message, "publishedPort"))
                    if (!$util.isInteger(message.publishedPort))
                        return "publishedPort: integer expected";
                if (message.publishMode != null && $Object.hasOwnProperty.call(message, "publishMode"))
                    if (!$util.isString(message.publishMode))
                        return "publishMode: string expected";
                return null;
            };

            PortConfig.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.PortConfig";
            };

            return PortConfig;
        })();

        v1.VirtualIp = (function() {

            const VirtualIp = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            VirtualIp.prototype.networkId = "";

            VirtualIp.prototype.addr = "";

            VirtualIp.create = function(properties) {
                return new VirtualIp(properties);
            };

            VirtualIp.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId") && message.networkId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.networkId);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.addr);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            VirtualIp.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.VirtualIp();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkId = value;
                            else
                                delete message.networkId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            VirtualIp.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    if (!$util.isString(message.networkId))
                        return "networkId: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                return null;
            };

            VirtualIp.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.VirtualIp";
            };

            return VirtualIp;
        })();

        v1.Endpoint = (function() {

            const Endpoint = function (properties) {
                this.ports = [];
                this.virtualIps = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Endpoint.prototype.specJson = $util.newBuffer([]);

            Endpoint.prototype.ports = $util.emptyArray;

            Endpoint.prototype.virtualIps = $util.emptyArray;

            Endpoint.create = function(properties) {
                return new Endpoint(properties);
            };

            Endpoint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.specJson);
                if (message.ports != null && message.ports.length)
                    for (let i = 0; i < message.ports.length; ++i)
                        $root.skep.v1.PortConfig.encode(message.ports[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.virtualIps != null && message.virtualIps.length)
                    for (let i = 0; i < message.virtualIps.length; ++i)
                        $root.skep.v1.VirtualIp.encode(message.virtualIps[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Endpoint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Endpoint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ports && message.ports.length))
                                message.ports = [];
                            message.ports.push($root.skep.v1.PortConfig.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.virtualIps && message.virtualIps.length))
                                message.virtualIps = [];
                            message.virtualIps.push($root.skep.v1.VirtualIp.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Endpoint.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.ports != null && $Object.hasOwnProperty.call(message, "ports")) {
                    if (!$Array.isArray(message.ports))
                        return "ports: array expected";
                    for (let i = 0; i < message.ports.length; ++i) {
                        let error = $root.skep.v1.PortConfig.verify(message.ports[i], _depth + 1);
                        if (error)
                            return "ports." + error;
                    }
                }
                if (message.virtualIps != null && $Object.hasOwnProperty.call(message, "virtualIps")) {
                    if (!$Array.isArray(message.virtualIps))
                        return "virtualIps: array expected";
                    for (let i = 0; i < message.virtualIps.length; ++i) {
                        let error = $root.skep.v1.VirtualIp.verify(message.virtualIps[i], _depth + 1);
                        if (error)
                            return "virtualIps." + error;
                    }
                }
                return null;
            };

            Endpoint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Endpoint";
            };

            return Endpoint;
        })();

        v1.Service = (function() {

            const Service = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Service.prototype.id = "";

            Service.prototype.meta = null;

            Service.prototype.specJson = $util.newBuffer([]);

            Service.prototype.specVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Service.prototype.previousSpecJson = $util.newBuffer([]);

            Service.prototype.previousSpecVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Service.prototype.endpoint = null;

            Service.prototype.updateStatus = null;

            Service.prototype.jobIteration = null;

            Service.prototype.jobLastExecutionMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Service.prototype.registryAuth = $util.newBuffer([]);

            Service.prototype.previousRegistryAuth = $util.newBuffer([]);

            Service.prototype.specSince = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Service.prototype, "_jobIteration", {
                get: $util.oneOfGetter($oneOfFields = ["jobIteration"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Service.prototype, "_specSince", {
                get: $util.oneOfGetter($oneOfFields = ["specSince"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Service.create = function(properties) {
                return new Service(properties);
            };

            Service.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.specVersion != null && $Object.hasOwnProperty.call(message, "specVersion") && (typeof message.specVersion === "object" ? message.specVersion.low || message.specVersion.high : message.specVersion !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.specVersion);
                if (message.previousSpecJson != null && $Object.hasOwnProperty.call(message, "previousSpecJson") && message.previousSpecJson.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.previousSpecJson);
                if (message.previousSpecVersion != null && $Object.hasOwnProperty.call(message, "previousSpecVersion") && (typeof message.previousSpecVersion === "object" ? message.previousSpecVersion.low || message.previousSpecVersion.high : message.previousSpecVersion !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.previousSpecVersion);
                if (message.endpoint != null && $Object.hasOwnProperty.call(message, "endpoint"))
                    $root.skep.v1.Endpoint.encode(message.endpoint, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.updateStatus != null && $Object.hasOwnProperty.call(message, "updateStatus"))
                    $root.skep.v1.UpdateStatus.encode(message.updateStatus, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.jobIteration != null && $Object.hasOwnProperty.call(message, "jobIteration"))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.jobIteration);
                if (message.jobLastExecutionMs != null && $Object.hasOwnProperty.call(message, "jobLastExecutionMs") && (typeof message.jobLastExecutionMs === "object" ? message.jobLastExecutionMs.low || message.jobLastExecutionMs.high : message.jobLastExecutionMs !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).int64(message.jobLastExecutionMs);
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth") && message.registryAuth.length)
                    writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.registryAuth);
                if (message.previousRegistryAuth != null && $Object.hasOwnProperty.call(message, "previousRegistryAuth") && message.previousRegistryAuth.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.previousRegistryAuth);
                if (message.specSince != null && $Object.hasOwnProperty.call(message, "specSince"))
                    writer.uint32(/* id 13, wireType 0 =*/104).uint64(message.specSince);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Service.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Service();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.specVersion = value;
                            else
                                delete message.specVersion;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.previousSpecJson = value;
                            else
                                delete message.previousSpecJson;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.previousSpecVersion = value;
                            else
                                delete message.previousSpecVersion;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.endpoint = $root.skep.v1.Endpoint.decode(reader, reader.size(), $undefined, _depth + 1, message.endpoint);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.updateStatus = $root.skep.v1.UpdateStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.updateStatus);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            message.jobIteration = reader.uint64();
                            message._jobIteration = "jobIteration";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.jobLastExecutionMs = value;
                            else
                                delete message.jobLastExecutionMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.registryAuth = value;
                            else
                                delete message.registryAuth;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.previousRegistryAuth = value;
                            else
                                delete message.previousRegistryAuth;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            message.specSince = reader.uint64();
                            message._specSince = "specSince";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Service.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.specVersion != null && $Object.hasOwnProperty.call(message, "specVersion"))
                    if (!$util.isInteger(message.specVersion) && !(message.specVersion && $util.isInteger(message.specVersion.low) && $util.isInteger(message.specVersion.high)))
                        return "specVersion: integer|Long expected";
                if (message.previousSpecJson != null && $Object.hasOwnProperty.call(message, "previousSpecJson"))
                    if (!(message.previousSpecJson && typeof message.previousSpecJson.length === "number" || $util.isString(message.previousSpecJson)))
                        return "previousSpecJson: buffer expected";
                if (message.previousSpecVersion != null && $Object.hasOwnProperty.call(message, "previousSpecVersion"))
                    if (!$util.isInteger(message.previousSpecVersion) && !(message.previousSpecVersion && $util.isInteger(message.previousSpecVersion.low) && $util.isInteger(message.previousSpecVersion.high)))
                        return "previousSpecVersion: integer|Long expected";
                if (message.endpoint != null && $Object.hasOwnProperty.call(message, "endpoint")) {
                    let error = $root.skep.v1.Endpoint.verify(message.endpoint, _depth + 1);
                    if (error)
                        return "endpoint." + error;
                }
                if (message.updateStatus != null && $Object.hasOwnProperty.call(message, "updateStatus")) {
                    let error = $root.skep.v1.UpdateStatus.verify(message.updateStatus, _depth + 1);
                    if (error)
                        return "updateStatus." + error;
                }
                if (message.jobIteration != null && $Object.hasOwnProperty.call(message, "jobIteration")) {
                    properties._jobIteration = 1;
                    if (!$util.isInteger(message.jobIteration) && !(message.jobIteration && $util.isInteger(message.jobIteration.low) && $util.isInteger(message.jobIteration.high)))
                        return "jobIteration: integer|Long expected";
                }
                if (message.jobLastExecutionMs != null && $Object.hasOwnProperty.call(message, "jobLastExecutionMs"))
                    if (!$util.isInteger(message.jobLastExecutionMs) && !(message.jobLastExecutionMs && $util.isInteger(message.jobLastExecutionMs.low) && $util.isInteger(message.jobLastExecutionMs.high)))
                        return "jobLastExecutionMs: integer|Long expected";
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth"))
                    if (!(message.registryAuth && typeof message.registryAuth.length === "number" || $util.isString(message.registryAuth)))
                        return "registryAuth: buffer expected";
                if (message.previousRegistryAuth != null && $Object.hasOwnProperty.call(message, "previousRegistryAuth"))
                    if (!(message.previousRegistryAuth && typeof message.previousRegistryAuth.length === "number" || $util.isString(message.previousRegistryAuth)))
                        return "previousRegistryAuth: buffer expected";
                if (message.specSince != null && $Object.hasOwnProperty.call(message, "specSince")) {
                    properties._specSince = 1;
                    if (!$util.isInteger(message.specSince) && !(message.specSince && $util.isInteger(message.specSince.low) && $util.isInteger(message.specSince.high)))
                        return "specSince: integer|Long expected";
                }
                return null;
            };

            Service.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Service";
            };

            return Service;
        })();

        v1.SpecRevision = (function() {

            const SpecRevision = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SpecRevision.prototype.id = "";

            SpecRevision.prototype.meta = null;

            SpecRevision.prototype.serviceId = "";

            SpecRevision.prototype.specVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SpecRevision.prototype.specJson = $util.newBuffer([]);

            SpecRevision.create = function(properties) {
                return new SpecRevision(properties);
            };

            SpecRevision.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId") && message.serviceId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.serviceId);
                if (message.specVersion != null && $Object.hasOwnProperty.call(message, "specVersion") && (typeof message.specVersion === "object" ? message.specVersion.low || message.specVersion.high : message.specVersion !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.specVersion);
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.specJson);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SpecRevision.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.SpecRevision();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serviceId = value;
                            else
                                delete message.serviceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.specVersion = value;
                            else
                                delete message.specVersion;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SpecRevision.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId"))
                    if (!$util.isString(message.serviceId))
                        return "serviceId: string expected";
                if (message.specVersion != null && $Object.hasOwnProperty.call(message, "specVersion"))
                    if (!$util.isInteger(message.specVersion) && !(message.specVersion && $util.isInteger(message.specVersion.low) && $util.isInteger(message.specVersion.high)))
                        return "specVersion: integer|Long expected";
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                return null;
            };

            SpecRevision.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.SpecRevision";
            };

            return SpecRevision;
        })();

        v1.ContainerStatus = (function() {

            const ContainerStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ContainerStatus.prototype.containerId = "";

            ContainerStatus.prototype.pid = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            ContainerStatus.prototype.exitCode = 0;

            ContainerStatus.create = function(properties) {
                return new ContainerStatus(properties);
            };

            ContainerStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.containerId != null && $Object.hasOwnProperty.call(message, "containerId") && message.containerId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.containerId);
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && (typeof message.pid === "object" ? message.pid.low || message.pid.high : message.pid !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.pid);
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.exitCode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ContainerStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ContainerStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.containerId = value;
                            else
                                delete message.containerId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.pid = value;
                            else
                                delete message.pid;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ContainerStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.containerId != null && $Object.hasOwnProperty.call(message, "containerId"))
                    if (!$util.isString(message.containerId))
                        return "containerId: string expected";
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                    if (!$util.isInteger(message.pid) && !(message.pid && $util.isInteger(message.pid.low) && $util.isInteger(message.pid.high)))
                        return "pid: integer|Long expected";
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
                    if (!$util.isInteger(message.exitCode))
                        return "exitCode: integer expected";
                return null;
            };

            ContainerStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ContainerStatus";
            };

            return ContainerStatus;
        })();

        v1.TaskStatus = (function() {

            const TaskStatus = function (properties) {
                this.ports = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskStatus.prototype.state = 0;

            TaskStatus.prototype.timestampMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            TaskStatus.prototype.message = "";

            TaskStatus.prototype.err = "";

            TaskStatus.prototype.container = null;

            TaskStatus.prototype.ports = $util.emptyArray;

            TaskStatus.prototype.appliedBy = "";

            TaskStatus.prototype.withdrawn = false;

            TaskStatus.create = function(properties) {
                return new TaskStatus(properties);
            };

            TaskStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.state);
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs") && (typeof message.timestampMs === "object" ? message.timestampMs.low || message.timestampMs.high : message.timestampMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.timestampMs);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.message);
                if (message.err != null && $Object.hasOwnProperty.call(message, "err") && message.err !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.err);
                if (message.container != null && $Object.hasOwnProperty.call(message, "container"))
                    $root.skep.v1.ContainerStatus.encode(message.container, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.ports != null && message.ports.length)
                    for (let i = 0; i < message.ports.length; ++i)
                        $root.skep.v1.PortConfig.encode(message.ports[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.appliedBy != null && $Object.hasOwnProperty.call(message, "appliedBy") && message.appliedBy !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.appliedBy);
                if (message.withdrawn != null && $Object.hasOwnProperty.call(message, "withdrawn") && message.withdrawn !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.withdrawn);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.TaskStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampMs = value;
                            else
                                delete message.timestampMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.err = value;
                            else
                                delete message.err;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.container = $root.skep.v1.ContainerStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.container);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ports && message.ports.length))
                                message.ports = [];
                            message.ports.push($root.skep.v1.PortConfig.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.appliedBy = value;
                            else
                                delete message.appliedBy;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.withdrawn = value;
                            else
                                delete message.withdrawn;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            TaskStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    if (!$util.isInteger(message.state))
                        return "state: integer expected";
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs"))
                    if (!$util.isInteger(message.timestampMs) && !(message.timestampMs && $util.isInteger(message.timestampMs.low) && $util.isInteger(message.timestampMs.high)))
                        return "timestampMs: integer|Long expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                if (message.err != null && $Object.hasOwnProperty.call(message, "err"))
                    if (!$util.isString(message.err))
                        return "err: string expected";
                if (message.container != null && $Object.hasOwnProperty.call(message, "container")) {
                    let error = $root.skep.v1.ContainerStatus.verify(message.container, _depth + 1);
                    if (error)
                        return "container." + error;
                }
                if (message.ports != null && $Object.hasOwnProperty.call(message, "ports")) {
                    if (!$Array.isArray(message.ports))
                        return "ports: array expected";
                    for (let i = 0; i < message.ports.length; ++i) {
                        let error = $root.skep.v1.PortConfig.verify(message.ports[i], _depth + 1);
                        if (error)
                            return "ports." + error;
                    }
                }
                if (message.appliedBy != null && $Object.hasOwnProperty.call(message, "appliedBy"))
                    if (!$util.isString(message.appliedBy))
                        return "appliedBy: string expected";
                if (message.withdrawn != null && $Object.hasOwnProperty.call(message, "withdrawn"))
                    if (typeof message.withdrawn !== "boolean")
                        return "withdrawn: boolean expected";
                return null;
            };

            TaskStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.TaskStatus";
            };

            return TaskStatus;
        })();

        v1.NetworkAttachment = (function() {

            const NetworkAttachment = function (properties) {
                this.addresses = [];
                this.aliases = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkAttachment.prototype.networkId = "";

            NetworkAttachment.prototype.addresses = $util.emptyArray;

            NetworkAttachment.prototype.aliases = $util.emptyArray;

            NetworkAttachment.create = function(properties) {
                return new NetworkAttachment(properties);
            };

            NetworkAttachment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId") && message.networkId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.networkId);
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.addresses[i]);
                if (message.aliases != null && message.aliases.length)
                    for (let i = 0; i < message.aliases.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.aliases[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkAttachment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkAttachment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkId = value;
                            else
                                delete message.networkId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.aliases && message.aliases.length))
                                message.aliases = [];
                            message.aliases.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkAttachment.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    if (!$util.isString(message.networkId))
                        return "networkId: string expected";
                if (message.addresses != null && $Object.hasOwnProperty.call(message, "addresses")) {
                    if (!$Array.isArray(message.addresses))
                        return "addresses: array expected";
                    for (let i = 0; i < message.addresses.length; ++i)
                        if (!$util.isString(message.addresses[i]))
                            return "addresses: string[] expected";
                }
                if (message.aliases != null && $Object.hasOwnProperty.call(message, "aliases")) {
                    if (!$Array.isArray(message.aliases))
                        return "aliases: array expected";
                    for (let i = 0; i < message.aliases.length; ++i)
                        if (!$util.isString(message.aliases[i]))
                            return "aliases: string[] expected";
                }
                return null;
            };

            NetworkAttachment.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkAttachment";
            };

            return NetworkAttachment;
        })();

        v1.Task = (function() {

            const Task = function (properties) {
                this.networks = [];
                this.assignedGeneric = [];
                this.endpointPorts = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Task.prototype.id = "";

            Task.prototype.meta = null;

            Task.prototype.serviceId = "";

            Task.prototype.serviceName = "";

            Task.prototype.slot = 0;

            Task.prototype.nodeId = "";

            Task.prototype.specVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Task.prototype.desiredState = 0;

            Task.prototype.status = null;

            Task.prototype.networks = $util.emptyArray;

            Task.prototype.assignedGeneric = $util.emptyArray;

            Task.prototype.jobIteration = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Task.prototype.hasJobIteration = false;

            Task.prototype.endpointPorts = $util.emptyArray;

            Task.prototype.specJson = $util.newBuffer([]);

            Task.prototype.startAfterMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Task.create = function(properties) {
                return new Task(properties);
            };

            Task.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId") && message.serviceId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.serviceId);
                if (message.serviceName != null && $Object.hasOwnProperty.call(message, "serviceName") && message.serviceName !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.serviceName);
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.slot);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.nodeId);
                if (message.specVersion != null && $Object.hasOwnProperty.call(message, "specVersion") && (typeof message.specVersion === "object" ? message.specVersion.low || message.specVersion.high : message.specVersion !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.specVersion);
                if (message.desiredState != null && $Object.hasOwnProperty.call(message, "desiredState") && message.desiredState !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.desiredState);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.skep.v1.TaskStatus.encode(message.status, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.networks != null && message.networks.length)
                    for (let i = 0; i < message.networks.length; ++i)
                        $root.skep.v1.NetworkAttachment.encode(message.networks[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.assignedGeneric != null && message.assignedGeneric.length)
                    for (let i = 0; i < message.assignedGeneric.length; ++i)
                        $root.skep.v1.GenericResource.encode(message.assignedGeneric[i], writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.jobIteration != null && $Object.hasOwnProperty.call(message, "jobIteration") && (typeof message.jobIteration === "object" ? message.jobIteration.low || message.jobIteration.high : message.jobIteration !== 0))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.jobIteration);
                if (message.hasJobIteration != null && $Object.hasOwnProperty.call(message, "hasJobIteration") && message.hasJobIteration !== false)
                    writer.uint32(/* id 13, wireType 0 =*/104).bool(message.hasJobIteration);
                if (message.endpointPorts != null && message.endpointPorts.length)
                    for (let i = 0; i < message.endpointPorts.length; ++i)
                        $root.skep.v1.PortConfig.encode(message.endpointPorts[i], writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 15, wireType 2 =*/122).bytes(message.specJson);
                if (message.startAfterMs != null && $Object.hasOwnProperty.call(message, "startAfterMs") && (typeof message.startAfterMs === "object" ? message.startAfterMs.low || message.startAfterMs.high : message.startAfterMs !== 0))
                    writer.uint32(/* id 16, wireType 0 =*/128).int64(message.startAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Task.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Task();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serviceId = value;
                            else
                                delete message.serviceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serviceName = value;
                            else
                                delete message.serviceName;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slot = value;
                            else
                                delete message.slot;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.specVersion = value;
                            else
                                delete message.specVersion;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.desiredState = value;
                            else
                                delete message.desiredState;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.skep.v1.TaskStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.networks && message.networks.length))
                                message.networks = [];
                            message.networks.push($root.skep.v1.NetworkAttachment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.assignedGeneric && message.assignedGeneric.length))
                                message.assignedGeneric = [];
                            message.assignedGeneric.push($root.skep.v1.GenericResource.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.jobIteration = value;
                            else
                                delete message.jobIteration;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hasJobIteration = value;
                            else
                                delete message.hasJobIteration;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endpointPorts && message.endpointPorts.length))
                                message.endpointPorts = [];
                            message.endpointPorts.push($root.skep.v1.PortConfig.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.startAfterMs = value;
                            else
                                delete message.startAfterMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Task.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId"))
                    if (!$util.isString(message.serviceId))
                        return "serviceId: string expected";
                if (message.serviceName != null && $Object.hasOwnProperty.call(message, "serviceName"))
                    if (!$util.isString(message.serviceName))
                        return "serviceName: string expected";
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    if (!$util.isInteger(message.slot))
                        return "slot: integer expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.specVersion != null && $Object.hasOwnProperty.call(message, "specVersion"))
                    if (!$util.isInteger(message.specVersion) && !(message.specVersion && $util.isInteger(message.specVersion.low) && $util.isInteger(message.specVersion.high)))
                        return "specVersion: integer|Long expected";
                if (message.desiredState != null && $Object.hasOwnProperty.call(message, "desiredState"))
                    if (!$util.isInteger(message.desiredState))
                        return "desiredState: integer expected";
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    let error = $root.skep.v1.TaskStatus.verify(message.status, _depth + 1);
                    if (error)
                        return "status." + error;
                }
                if (message.networks != null && $Object.hasOwnProperty.call(message, "networks")) {
                    if (!$Array.isArray(message.networks))
                        return "networks: array expected";
                    for (let i = 0; i < message.networks.length; ++i) {
                        let error = $root.skep.v1.NetworkAttachment.verify(message.networks[i], _depth + 1);
                        if (error)
                            return "networks." + error;
                    }
                }
                if (message.assignedGeneric != null && $Object.hasOwnProperty.call(message, "assignedGeneric")) {
                    if (!$Array.isArray(message.assignedGeneric))
                        return "assignedGeneric: array expected";
                    for (let i = 0; i < message.assignedGeneric.length; ++i) {
                        let error = $root.skep.v1.GenericResource.verify(message.assignedGeneric[i], _depth + 1);
                        if (error)
                            return "assignedGeneric." + error;
                    }
                }
                if (message.jobIteration != null && $Object.hasOwnProperty.call(message, "jobIteration"))
                    if (!$util.isInteger(message.jobIteration) && !(message.jobIteration && $util.isInteger(message.jobIteration.low) && $util.isInteger(message.jobIteration.high)))
                        return "jobIteration: integer|Long expected";
                if (message.hasJobIteration != null && $Object.hasOwnProperty.call(message, "hasJobIteration"))
                    if (typeof message.hasJobIteration !== "boolean")
                        return "hasJobIteration: boolean expected";
                if (message.endpointPorts != null && $Object.hasOwnProperty.call(message, "endpointPorts")) {
                    if (!$Array.isArray(message.endpointPorts))
                        return "endpointPorts: array expected";
                    for (let i = 0; i < message.endpointPorts.length; ++i) {
                        let error = $root.skep.v1.PortConfig.verify(message.endpointPorts[i], _depth + 1);
                        if (error)
                            return "endpointPorts." + error;
                    }
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.startAfterMs != null && $Object.hasOwnProperty.call(message, "startAfterMs"))
                    if (!$util.isInteger(message.startAfterMs) && !(message.startAfterMs && $util.isInteger(message.startAfterMs.low) && $util.isInteger(message.startAfterMs.high)))
                        return "startAfterMs: integer|Long expected";
                return null;
            };

            Task.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Task";
            };

            return Task;
        })();

        v1.Network = (function() {

            const Network = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Network.prototype.id = "";

            Network.prototype.meta = null;

            Network.prototype.specJson = $util.newBuffer([]);

            Network.prototype.driverStateJson = $util.newBuffer([]);

            Network.prototype.ipamJson = $util.newBuffer([]);

            Network.prototype.pendingDelete = false;

            Network.create = function(properties) {
                return new Network(properties);
            };

            Network.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.driverStateJson != null && $Object.hasOwnProperty.call(message, "driverStateJson") && message.driverStateJson.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.driverStateJson);
                if (message.ipamJson != null && $Object.hasOwnProperty.call(message, "ipamJson") && message.ipamJson.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.ipamJson);
                if (message.pendingDelete != null && $Object.hasOwnProperty.call(message, "pendingDelete") && message.pendingDelete !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.pendingDelete);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Network.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Network();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.driverStateJson = value;
                            else
                                delete message.driverStateJson;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ipamJson = value;
                            else
                                delete message.ipamJson;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.pendingDelete = value;
                            else
                                delete message.pendingDelete;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Network.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.driverStateJson != null && $Object.hasOwnProperty.call(message, "driverStateJson"))
                    if (!(message.driverStateJson && typeof message.driverStateJson.length === "number" || $util.isString(message.driverStateJson)))
                        return "driverStateJson: buffer expected";
                if (message.ipamJson != null && $Object.hasOwnProperty.call(message, "ipamJson"))
                    if (!(message.ipamJson && typeof message.ipamJson.length === "number" || $util.isString(message.ipamJson)))
                        return "ipamJson: buffer expected";
                if (message.pendingDelete != null && $Object.hasOwnProperty.call(message, "pendingDelete"))
                    if (typeof message.pendingDelete !== "boolean")
                        return "pendingDelete: boolean expected";
                return null;
            };

            Network.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Network";
            };

            return Network;
        })();

        v1.Secret = (function() {

            const Secret = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Secret.prototype.id = "";

            Secret.prototype.meta = null;

            Secret.prototype.specJson = $util.newBuffer([]);

            Secret.prototype.data = $util.newBuffer([]);

            Secret.create = function(properties) {
                return new Secret(properties);
            };

            Secret.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Secret.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Secret();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Secret.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    if (!(message.data && typeof message.data.length === "number" || $util.isString(message.data)))
                        return "data: buffer expected";
                return null;
            };

            Secret.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Secret";
            };

            return Secret;
        })();

        v1.Config = (function() {

            const Config = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Config.prototype.id = "";

            Config.prototype.meta = null;

            Config.prototype.specJson = $util.newBuffer([]);

            Config.prototype.data = $util.newBuffer([]);

            Config.create = function(properties) {
                return new Config(properties);
            };

            Config.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Config.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Config();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Config.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    if (!(message.data && typeof message.data.length === "number" || $util.isString(message.data)))
                        return "data: buffer expected";
                return null;
            };

            Config.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Config";
            };

            return Config;
        })();

        v1.Volume = (function() {

            const Volume = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Volume.prototype.id = "";

            Volume.prototype.meta = null;

            Volume.prototype.specJson = $util.newBuffer([]);

            Volume.prototype.stateJson = $util.newBuffer([]);

            Volume.create = function(properties) {
                return new Volume(properties);
            };

            Volume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.stateJson != null && $Object.hasOwnProperty.call(message, "stateJson") && message.stateJson.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.stateJson);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Volume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Volume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.stateJson = value;
                            else
                                delete message.stateJson;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Volume.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.stateJson != null && $Object.hasOwnProperty.call(message, "stateJson"))
                    if (!(message.stateJson && typeof message.stateJson.length === "number" || $util.isString(message.stateJson)))
                        return "stateJson: buffer expected";
                return null;
            };

            Volume.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Volume";
            };

            return Volume;
        })();

        v1.EncryptionKey = (function() {

            const EncryptionKey = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            EncryptionKey.prototype.subsystem = "";

            EncryptionKey.prototype.key = $util.newBuffer([]);

            EncryptionKey.prototype.lamportTime = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            EncryptionKey.create = function(properties) {
                return new EncryptionKey(properties);
            };

            EncryptionKey.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subsystem != null && $Object.hasOwnProperty.call(message, "subsystem") && message.subsystem !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.subsystem);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.key);
                if (message.lamportTime != null && $Object.hasOwnProperty.call(message, "lamportTime") && (typeof message.lamportTime === "object" ? message.lamportTime.low || message.lamportTime.high : message.lamportTime !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.lamportTime);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            EncryptionKey.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.EncryptionKey();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subsystem = value;
                            else
                                delete message.subsystem;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lamportTime = value;
                            else
                                delete message.lamportTime;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            EncryptionKey.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.subsystem != null && $Object.hasOwnProperty.call(message, "subsystem"))
                    if (!$util.isString(message.subsystem))
                        return "subsystem: string expected";
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    if (!(message.key && typeof message.key.length === "number" || $util.isString(message.key)))
                        return "key: buffer expected";
                if (message.lamportTime != null && $Object.hasOwnProperty.call(message, "lamportTime"))
                    if (!$util.isInteger(message.lamportTime) && !(message.lamportTime && $util.isInteger(message.lamportTime.low) && $util.isInteger(message.lamportTime.high)))
                        return "lamportTime: integer|Long expected";
                return null;
            };

            EncryptionKey.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.EncryptionKey";
            };

            return EncryptionKey;
        })();

        v1.RemovedNode = (function() {

            const RemovedNode = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RemovedNode.prototype.nodeId = "";

            RemovedNode.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            RemovedNode.create = function(properties) {
                return new RemovedNode(properties);
            };

            RemovedNode.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs") && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.expiresMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RemovedNode.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RemovedNode();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RemovedNode.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs"))
                    if (!$util.isInteger(message.expiresMs) && !(message.expiresMs && $util.isInteger(message.expiresMs.low) && $util.isInteger(message.expiresMs.high)))
                        return "expiresMs: integer|Long expected";
                return null;
            };

            RemovedNode.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RemovedNode";
            };

            return RemovedNode;
        })();

        v1.RootCa = (function() {

            const RootCa = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RootCa.prototype.certPem = $util.newBuffer([]);

            RootCa.prototype.keyPem = $util.newBuffer([]);

            RootCa.prototype.certDigest = "";

            RootCa.prototype.joinTokenWorker = "";

            RootCa.prototype.joinTokenManager = "";

            RootCa.prototype.rotationJson = $util.newBuffer([]);

            RootCa.prototype.lastForcedRotation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RootCa.create = function(properties) {
                return new RootCa(properties);
            };

            RootCa.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.certPem != null && $Object.hasOwnProperty.call(message, "certPem") && message.certPem.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.certPem);
                if (message.keyPem != null && $Object.hasOwnProperty.call(message, "keyPem") && message.keyPem.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyPem);
                if (message.certDigest != null && $Object.hasOwnProperty.call(message, "certDigest") && message.certDigest !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.certDigest);
                if (message.joinTokenWorker != null && $Object.hasOwnProperty.call(message, "joinTokenWorker") && message.joinTokenWorker !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.joinTokenWorker);
                if (message.joinTokenManager != null && $Object.hasOwnProperty.call(message, "joinTokenManager") && message.joinTokenManager !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.joinTokenManager);
                if (message.rotationJson != null && $Object.hasOwnProperty.call(message, "rotationJson") && message.rotationJson.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.rotationJson);
                if (message.lastForcedRotation != null && $Object.hasOwnProperty.call(message, "lastForcedRotation") && (typeof message.lastForcedRotation === "object" ? message.lastForcedRotation.low || message.lastForcedRotation.high : message.lastForcedRotation !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.lastForcedRotation);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RootCa.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RootCa();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certPem = value;
                            else
                                delete message.certPem;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyPem = value;
                            else
                                delete message.keyPem;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.certDigest = value;
                            else
                                delete message.certDigest;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.joinTokenWorker = value;
                            else
                                delete message.joinTokenWorker;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.joinTokenManager = value;
                            else
                                delete message.joinTokenManager;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.rotationJson = value;
                            else
                                delete message.rotationJson;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastForcedRotation = value;
                            else
                                delete message.lastForcedRotation;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RootCa.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.certPem != null && $Object.hasOwnProperty.call(message, "certPem"))
                    if (!(message.certPem && typeof message.certPem.length === "number" || $util.isString(message.certPem)))
                        return "certPem: buffer expected";
                if (message.keyPem != null && $Object.hasOwnProperty.call(message, "keyPem"))
                    if (!(message.keyPem && typeof message.keyPem.length === "number" || $util.isString(message.keyPem)))
                        return "keyPem: buffer expected";
                if (message.certDigest != null && $Object.hasOwnProperty.call(message, "certDigest"))
                    if (!$util.isString(message.certDigest))
                        return "certDigest: string expected";
                if (message.joinTokenWorker != null && $Object.hasOwnProperty.call(message, "joinTokenWorker"))
                    if (!$util.isString(message.joinTokenWorker))
                        return "joinTokenWorker: string expected";
                if (message.joinTokenManager != null && $Object.hasOwnProperty.call(message, "joinTokenManager"))
                    if (!$util.isString(message.joinTokenManager))
                        return "joinTokenManager: string expected";
                if (message.rotationJson != null && $Object.hasOwnProperty.call(message, "rotationJson"))
                    if (!(message.rotationJson && typeof message.rotationJson.length === "number" || $util.isString(message.rotationJson)))
                        return "rotationJson: buffer expected";
                if (message.lastForcedRotation != null && $Object.hasOwnProperty.call(message, "lastForcedRotation"))
                    if (!$util.isInteger(message.lastForcedRotation) && !(message.lastForcedRotation && $util.isInteger(message.lastForcedRotation.low) && $util.isInteger(message.lastForcedRotation.high)))
                        return "lastForcedRotation: integer|Long expected";
                return null;
            };

            RootCa.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RootCa";
            };

            return RootCa;
        })();

        v1.Cluster = (function() {

            const Cluster = function (properties) {
                this.defaultAddressPool = [];
                this.removedNodes = [];
                this.networkKeys = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Cluster.prototype.id = "";

            Cluster.prototype.meta = null;

            Cluster.prototype.specJson = $util.newBuffer([]);

            Cluster.prototype.rootCa = null;

            Cluster.prototype.defaultAddressPool = $util.emptyArray;

            Cluster.prototype.subnetSize = 0;

            Cluster.prototype.dataPathPort = 0;

            Cluster.prototype.unlockKey = $util.newBuffer([]);

            Cluster.prototype.unlockKeyVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Cluster.prototype.removedNodes = $util.emptyArray;

            Cluster.prototype.networkKeys = $util.emptyArray;

            Cluster.prototype.encryptionKeyLamport = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Cluster.prototype.specSince = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Cluster.prototype, "_specSince", {
                get: $util.oneOfGetter($oneOfFields = ["specSince"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Cluster.create = function(properties) {
                return new Cluster(properties);
            };

            Cluster.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.Meta.encode(message.meta, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.specJson);
                if (message.rootCa != null && $Object.hasOwnProperty.call(message, "rootCa"))
                    $root.skep.v1.RootCa.encode(message.rootCa, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.defaultAddressPool != null && message.defaultAddressPool.length)
                    for (let i = 0; i < message.defaultAddressPool.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.defaultAddressPool[i]);
                if (message.subnetSize != null && $Object.hasOwnProperty.call(message, "subnetSize") && message.subnetSize !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.subnetSize);
                if (message.dataPathPort != null && $Object.hasOwnProperty.call(message, "dataPathPort") && message.dataPathPort !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.dataPathPort);
                if (message.unlockKey != null && $Object.hasOwnProperty.call(message, "unlockKey") && message.unlockKey.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.unlockKey);
                if (message.unlockKeyVersion != null && $Object.hasOwnProperty.call(message, "unlockKeyVersion") && (typeof message.unlockKeyVersion === "object" ? message.unlockKeyVersion.low || message.unlockKeyVersion.high : message.unlockKeyVersion !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.unlockKeyVersion);
                if (message.removedNodes != null && message.removedNodes.length)
                    for (let i = 0; i < message.removedNodes.length; ++i)
                        $root.skep.v1.RemovedNode.encode(message.removedNodes[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.networkKeys != null && message.networkKeys.length)
                    for (let i = 0; i < message.networkKeys.length; ++i)
                        $root.skep.v1.EncryptionKey.encode(message.networkKeys[i], writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.encryptionKeyLamport != null && $Object.hasOwnProperty.call(message, "encryptionKeyLamport") && (typeof message.encryptionKeyLamport === "object" ? message.encryptionKeyLamport.low || message.encryptionKeyLamport.high : message.encryptionKeyLamport !== 0))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.encryptionKeyLamport);
                if (message.specSince != null && $Object.hasOwnProperty.call(message, "specSince"))
                    writer.uint32(/* id 13, wireType 0 =*/104).uint64(message.specSince);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Cluster.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Cluster();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.Meta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.rootCa = $root.skep.v1.RootCa.decode(reader, reader.size(), $undefined, _depth + 1, message.rootCa);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.defaultAddressPool && message.defaultAddressPool.length))
                                message.defaultAddressPool = [];
                            message.defaultAddressPool.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.subnetSize = value;
                            else
                                delete message.subnetSize;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dataPathPort = value;
                            else
                                delete message.dataPathPort;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.unlockKey = value;
                            else
                                delete message.unlockKey;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.unlockKeyVersion = value;
                            else
                                delete message.unlockKeyVersion;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedNodes && message.removedNodes.length))
                                message.removedNodes = [];
                            message.removedNodes.push($root.skep.v1.RemovedNode.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.networkKeys && message.networkKeys.length))
                                message.networkKeys = [];
                            message.networkKeys.push($root.skep.v1.EncryptionKey.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.encryptionKeyLamport = value;
                            else
                                delete message.encryptionKeyLamport;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            message.specSince = reader.uint64();
                            message._specSince = "specSince";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Cluster.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.Meta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.rootCa != null && $Object.hasOwnProperty.call(message, "rootCa")) {
                    let error = $root.skep.v1.RootCa.verify(message.rootCa, _depth + 1);
                    if (error)
                        return "rootCa." + error;
                }
                if (message.defaultAddressPool != null && $Object.hasOwnProperty.call(message, "defaultAddressPool")) {
                    if (!$Array.isArray(message.defaultAddressPool))
                        return "defaultAddressPool: array expected";
                    for (let i = 0; i < message.defaultAddressPool.length; ++i)
                        if (!$util.isString(message.defaultAddressPool[i]))
                            return "defaultAddressPool: string[] expected";
                }
                if (message.subnetSize != null && $Object.hasOwnProperty.call(message, "subnetSize"))
                    if (!$util.isInteger(message.subnetSize))
                        return "subnetSize: integer expected";
                if (message.dataPathPort != null && $Object.hasOwnProperty.call(message, "dataPathPort"))
                    if (!$util.isInteger(message.dataPathPort))
                        return "dataPathPort: integer expected";
                if (message.unlockKey != null && $Object.hasOwnProperty.call(message, "unlockKey"))
                    if (!(message.unlockKey && typeof message.unlockKey.length === "number" || $util.isString(message.unlockKey)))
                        return "unlockKey: buffer expected";
                if (message.unlockKeyVersion != null && $Object.hasOwnProperty.call(message, "unlockKeyVersion"))
                    if (!$util.isInteger(message.unlockKeyVersion) && !(message.unlockKeyVersion && $util.isInteger(message.unlockKeyVersion.low) && $util.isInteger(message.unlockKeyVersion.high)))
                        return "unlockKeyVersion: integer|Long expected";
                if (message.removedNodes != null && $Object.hasOwnProperty.call(message, "removedNodes")) {
                    if (!$Array.isArray(message.removedNodes))
                        return "removedNodes: array expected";
                    for (let i = 0; i < message.removedNodes.length; ++i) {
                        let error = $root.skep.v1.RemovedNode.verify(message.removedNodes[i], _depth + 1);
                        if (error)
                            return "removedNodes." + error;
                    }
                }
                if (message.networkKeys != null && $Object.hasOwnProperty.call(message, "networkKeys")) {
                    if (!$Array.isArray(message.networkKeys))
                        return "networkKeys: array expected";
                    for (let i = 0; i < message.networkKeys.length; ++i) {
                        let error = $root.skep.v1.EncryptionKey.verify(message.networkKeys[i], _depth + 1);
                        if (error)
                            return "networkKeys." + error;
                    }
                }
                if (message.encryptionKeyLamport != null && $Object.hasOwnProperty.call(message, "encryptionKeyLamport"))
                    if (!$util.isInteger(message.encryptionKeyLamport) && !(message.encryptionKeyLamport && $util.isInteger(message.encryptionKeyLamport.low) && $util.isInteger(message.encryptionKeyLamport.high)))
                        return "encryptionKeyLamport: integer|Long expected";
                if (message.specSince != null && $Object.hasOwnProperty.call(message, "specSince")) {
                    properties._specSince = 1;
                    if (!$util.isInteger(message.specSince) && !(message.specSince && $util.isInteger(message.specSince.low) && $util.isInteger(message.specSince.high)))
                        return "specSince: integer|Long expected";
                }
                return null;
            };

            Cluster.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Cluster";
            };

            return Cluster;
        })();

        v1.StoreObject = (function() {

            const StoreObject = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StoreObject.prototype.node = null;

            StoreObject.prototype.service = null;

            StoreObject.prototype.task = null;

            StoreObject.prototype.network = null;

            StoreObject.prototype.cluster = null;

            StoreObject.prototype.secret = null;

            StoreObject.prototype.config = null;

            StoreObject.prototype.specRevision = null;

            StoreObject.prototype.volume = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            $Object.defineProperty(StoreObject.prototype, "object", {
                get: $util.oneOfGetter($oneOfFields = ["node", "service", "task", "network", "cluster", "secret", "config", "specRevision", "volume"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            StoreObject.create = function(properties) {
                return new StoreObject(properties);
            };

            StoreObject.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    $root.skep.v1.Node.encode(message.node, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.service != null && $Object.hasOwnProperty.call(message, "service"))
                    $root.skep.v1.Service.encode(message.service, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.task != null && $Object.hasOwnProperty.call(message, "task"))
                    $root.skep.v1.Task.encode(message.task, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    $root.skep.v1.Network.encode(message.network, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster"))
                    $root.skep.v1.Cluster.encode(message.cluster, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.secret != null && $Object.hasOwnProperty.call(message, "secret"))
                    $root.skep.v1.Secret.encode(message.secret, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.config != null && $Object.hasOwnProperty.call(message, "config"))
                    $root.skep.v1.Config.encode(message.config, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.specRevision != null && $Object.hasOwnProperty.call(message, "specRevision"))
                    $root.skep.v1.SpecRevision.encode(message.specRevision, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume"))
                    $root.skep.v1.Volume.encode(message.volume, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StoreObject.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.StoreObject();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.node = $root.skep.v1.Node.decode(reader, reader.size(), $undefined, _depth + 1, message.node);
                            message.object = "node";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.service = $root.skep.v1.Service.decode(reader, reader.size(), $undefined, _depth + 1, message.service);
                            message.object = "service";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.task = $root.skep.v1.Task.decode(reader, reader.size(), $undefined, _depth + 1, message.task);
                            message.object = "task";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.network = $root.skep.v1.Network.decode(reader, reader.size(), $undefined, _depth + 1, message.network);
                            message.object = "network";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.cluster = $root.skep.v1.Cluster.decode(reader, reader.size(), $undefined, _depth + 1, message.cluster);
                            message.object = "cluster";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.secret = $root.skep.v1.Secret.decode(reader, reader.size(), $undefined, _depth + 1, message.secret);
                            message.object = "secret";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.config = $root.skep.v1.Config.decode(reader, reader.size(), $undefined, _depth + 1, message.config);
                            message.object = "config";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.specRevision = $root.skep.v1.SpecRevision.decode(reader, reader.size(), $undefined, _depth + 1, message.specRevision);
                            message.object = "specRevision";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.volume = $root.skep.v1.Volume.decode(reader, reader.size(), $undefined, _depth + 1, message.volume);
                            message.object = "volume";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StoreObject.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.node != null && $Object.hasOwnProperty.call(message, "node")) {
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Node.verify(message.node, _depth + 1);
                        if (error)
                            return "node." + error;
                    }
                }
                if (message.service != null && $Object.hasOwnProperty.call(message, "service")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Service.verify(message.service, _depth + 1);
                        if (error)
                            return "service." + error;
                    }
                }
                if (message.task != null && $Object.hasOwnProperty.call(message, "task")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Task.verify(message.task, _depth + 1);
                        if (error)
                            return "task." + error;
                    }
                }
                if (message.network != null && $Object.hasOwnProperty.call(message, "network")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Network.verify(message.network, _depth + 1);
                        if (error)
                            return "network." + error;
                    }
                }
                if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Cluster.verify(message.cluster, _depth + 1);
                        if (error)
                            return "cluster." + error;
                    }
                }
                if (message.secret != null && $Object.hasOwnProperty.call(message, "secret")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Secret.verify(message.secret, _depth + 1);
                        if (error)
                            return "secret." + error;
                    }
                }
                if (message.config != null && $Object.hasOwnProperty.call(message, "config")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Config.verify(message.config, _depth + 1);
                        if (error)
                            return "config." + error;
                    }
                }
                if (message.specRevision != null && $Object.hasOwnProperty.call(message, "specRevision")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.SpecRevision.verify(message.specRevision, _depth + 1);
                        if (error)
                            return "specRevision." + error;
                    }
                }
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume")) {
                    if (properties.object === 1)
                        return "object: multiple values";
                    properties.object = 1;
                    {
                        let error = $root.skep.v1.Volume.verify(message.volume, _depth + 1);
                        if (error)
                            return "volume." + error;
                    }
                }
                return null;
            };

            StoreObject.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.StoreObject";
            };

            return StoreObject;
        })();

        v1.TaskDelta = (function() {

            const TaskDelta = function (properties) {
                this.assignedGeneric = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskDelta.prototype.id = "";

            TaskDelta.prototype.status = null;

            TaskDelta.prototype.nodeId = "";

            TaskDelta.prototype.desiredState = 0;

            TaskDelta.prototype.updatedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            TaskDelta.prototype.assignedGeneric = $util.emptyArray;

            TaskDelta.prototype.setsAssignedGeneric = false;

            TaskDelta.create = function(properties) {
                return new TaskDelta(properties);
            };

            TaskDelta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.skep.v1.TaskStatus.encode(message.status, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.nodeId);
                if (message.desiredState != null && $Object.hasOwnProperty.call(message, "desiredState") && message.desiredState !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.desiredState);
                if (message.updatedMs != null && $Object.hasOwnProperty.call(message, "updatedMs") && (typeof message.updatedMs === "object" ? message.updatedMs.low || message.updatedMs.high : message.updatedMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.updatedMs);
                if (message.assignedGeneric != null && message.assignedGeneric.length)
                    for (let i = 0; i < message.assignedGeneric.length; ++i)
                        $root.skep.v1.GenericResource.encode(message.assignedGeneric[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.setsAssignedGeneric != null && $Object.hasOwnProperty.call(message, "setsAssignedGeneric") && message.setsAssignedGeneric !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.setsAssignedGeneric);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskDelta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.TaskDelta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.skep.v1.TaskStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.desiredState = value;
                            else
                                delete message.desiredState;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.updatedMs = value;
                            else
                                delete message.updatedMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.assignedGeneric && message.assignedGeneric.length))
                                message.assignedGeneric = [];
                            message.assignedGeneric.push($root.skep.v1.GenericResource.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.setsAssignedGeneric = value;
                            else
                                delete message.setsAssignedGeneric;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            TaskDelta.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    let error = $root.skep.v1.TaskStatus.verify(message.status, _depth + 1);
                    if (error)
                        return "status." + error;
                }
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.desiredState != null && $Object.hasOwnProperty.call(message, "desiredState"))
                    if (!$util.isInteger(message.desiredState))
                        return "desiredState: integer expected";
                if (message.updatedMs != null && $Object.hasOwnProperty.call(message, "updatedMs"))
                    if (!$util.isInteger(message.updatedMs) && !(message.updatedMs && $util.isInteger(message.updatedMs.low) && $util.isInteger(message.updatedMs.high)))
                        return "updatedMs: integer|Long expected";
                if (message.assignedGeneric != null && $Object.hasOwnProperty.call(message, "assignedGeneric")) {
                    if (!$Array.isArray(message.assignedGeneric))
                        return "assignedGeneric: array expected";
                    for (let i = 0; i < message.assignedGeneric.length; ++i) {
                        let error = $root.skep.v1.GenericResource.verify(message.assignedGeneric[i], _depth + 1);
                        if (error)
                            return "assignedGeneric." + error;
                    }
                }
                if (message.setsAssignedGeneric != null && $Object.hasOwnProperty.call(message, "setsAssignedGeneric"))
                    if (typeof message.setsAssignedGeneric !== "boolean")
                        return "setsAssignedGeneric: boolean expected";
                return null;
            };

            TaskDelta.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.TaskDelta";
            };

            return TaskDelta;
        })();

        v1.Removal = (function() {

            const Removal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Removal.prototype.table = "";

            Removal.prototype.id = "";

            Removal.create = function(properties) {
                return new Removal(properties);
            };

            Removal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.table != null && $Object.hasOwnProperty.call(message, "table") && message.table !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.table);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Removal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Removal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.table = value;
                            else
                                delete message.table;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Removal.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.table != null && $Object.hasOwnProperty.call(message, "table"))
                    if (!$util.isString(message.table))
                        return "table: string expected";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                return null;
            };

            Removal.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Removal";
            };

            return Removal;
        })();

        v1.StoreAction = (function() {

            const StoreAction = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StoreAction.prototype.create = null;

            StoreAction.prototype.update = null;

            StoreAction.prototype.remove = null;

            StoreAction.prototype.taskDelta = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            $Object.defineProperty(StoreAction.prototype, "action", {
                get: $util.oneOfGetter($oneOfFields = ["create", "update", "remove", "taskDelta"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            StoreAction.create = function(properties) {
                return new StoreAction(properties);
            };

            StoreAction.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.create != null && $Object.hasOwnProperty.call(message, "create"))
                    $root.skep.v1.StoreObject.encode(message.create, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    $root.skep.v1.StoreObject.encode(message.update, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.remove != null && $Object.hasOwnProperty.call(message, "remove"))
                    $root.skep.v1.Removal.encode(message.remove, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.taskDelta != null && $Object.hasOwnProperty.call(message, "taskDelta"))
                    $root.skep.v1.TaskDelta.encode(message.taskDelta, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StoreAction.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.StoreAction();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.create = $root.skep.v1.StoreObject.decode(reader, reader.size(), $undefined, _depth + 1, message.create);
                            message.action = "create";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.update = $root.skep.v1.StoreObject.decode(reader, reader.size(), $undefined, _depth + 1, message.update);
                            message.action = "update";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.remove = $root.skep.v1.Removal.decode(reader, reader.size(), $undefined, _depth + 1, message.remove);
                            message.action = "remove";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.taskDelta = $root.skep.v1.TaskDelta.decode(reader, reader.size(), $undefined, _depth + 1, message.taskDelta);
                            message.action = "taskDelta";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StoreAction.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.create != null && $Object.hasOwnProperty.call(message, "create")) {
                    properties.action = 1;
                    {
                        let error = $root.skep.v1.StoreObject.verify(message.create, _depth + 1);
                        if (error)
                            return "create." + error;
                    }
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.skep.v1.StoreObject.verify(message.update, _depth + 1);
                        if (error)
                            return "update." + error;
                    }
                }
                if (message.remove != null && $Object.hasOwnProperty.call(message, "remove")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.skep.v1.Removal.verify(message.remove, _depth + 1);
                        if (error)
                            return "remove." + error;
                    }
                }
                if (message.taskDelta != null && $Object.hasOwnProperty.call(message, "taskDelta")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.skep.v1.TaskDelta.verify(message.taskDelta, _depth + 1);
                        if (error)
                            return "taskDelta." + error;
                    }
                }
                return null;
            };

            StoreAction.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.StoreAction";
            };

            return StoreAction;
        })();

        v1.StoreBatch = (function() {

            const StoreBatch = function (properties) {
                this.actions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StoreBatch.prototype.actions = $util.emptyArray;

            StoreBatch.create = function(properties) {
                return new StoreBatch(properties);
            };

            StoreBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.actions != null && message.actions.length)
                    for (let i = 0; i < message.actions.length; ++i)
                        $root.skep.v1.StoreAction.encode(message.actions[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StoreBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.StoreBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.actions && message.actions.length))
                                message.actions = [];
                            message.actions.push($root.skep.v1.StoreAction.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StoreBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.actions != null && $Object.hasOwnProperty.call(message, "actions")) {
                    if (!$Array.isArray(message.actions))
                        return "actions: array expected";
                    for (let i = 0; i < message.actions.length; ++i) {
                        let error = $root.skep.v1.StoreAction.verify(message.actions[i], _depth + 1);
                        if (error)
                            return "actions." + error;
                    }
                }
                return null;
            };

            StoreBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.StoreBatch";
            };

            return StoreBatch;
        })();

        v1.StoreSnapshotFrame = (function() {

            const StoreSnapshotFrame = function (properties) {
                this.objects = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StoreSnapshotFrame.prototype.objects = $util.emptyArray;

            StoreSnapshotFrame.create = function(properties) {
                return new StoreSnapshotFrame(properties);
            };

            StoreSnapshotFrame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.objects != null && message.objects.length)
                    for (let i = 0; i < message.objects.length; ++i)
                        $root.skep.v1.StoreObject.encode(message.objects[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StoreSnapshotFrame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.StoreSnapshotFrame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.objects && message.objects.length))
                                message.objects = [];
                            message.objects.push($root.skep.v1.StoreObject.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            StoreSnapshotFrame.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.objects != null && $Object.hasOwnProperty.call(message, "objects")) {
                    if (!$Array.isArray(message.objects))
                        return "objects: array expected";
                    for (let i = 0; i < message.objects.length; ++i) {
                        let error = $root.skep.v1.StoreObject.verify(message.objects[i], _depth + 1);
                        if (error)
                            return "objects." + error;
                    }
                }
                return null;
            };

            StoreSnapshotFrame.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.StoreSnapshotFrame";
            };

            return StoreSnapshotFrame;
        })();

        v1.GetRootCaRequest = (function() {

            const GetRootCaRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            GetRootCaRequest.create = function(properties) {
                return new GetRootCaRequest(properties);
            };

            GetRootCaRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            GetRootCaRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.GetRootCaRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            GetRootCaRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            GetRootCaRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.GetRootCaRequest";
            };

            return GetRootCaRequest;
        })();

        v1.GetRootCaResponse = (function() {

            const GetRootCaResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            GetRootCaResponse.prototype.certPem = $util.newBuffer([]);

            GetRootCaResponse.create = function(properties) {
                return new GetRootCaResponse(properties);
            };

            GetRootCaResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.certPem != null && $Object.hasOwnProperty.call(message, "certPem") && message.certPem.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.certPem);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            GetRootCaResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.GetRootCaResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certPem = value;
                            else
                                delete message.certPem;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            GetRootCaResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.certPem != null && $Object.hasOwnProperty.call(message, "certPem"))
                    if (!(message.certPem && typeof message.certPem.length === "number" || $util.isString(message.certPem)))
                        return "certPem: buffer expected";
                return null;
            };

            GetRootCaResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.GetRootCaResponse";
            };

            return GetRootCaResponse;
        })();

        v1.IssueNodeCertificateRequest = (function() {

            const IssueNodeCertificateRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IssueNodeCertificateRequest.prototype.csrPem = $util.newBuffer([]);

            IssueNodeCertificateRequest.prototype.token = "";

            IssueNodeCertificateRequest.prototype.availability = "";

            IssueNodeCertificateRequest.prototype.addr = "";

            IssueNodeCertificateRequest.prototype.hostname = "";

            IssueNodeCertificateRequest.create = function(properties) {
                return new IssueNodeCertificateRequest(properties);
            };

            IssueNodeCertificateRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.csrPem != null && $Object.hasOwnProperty.call(message, "csrPem") && message.csrPem.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.csrPem);
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.token);
                if (message.availability != null && $Object.hasOwnProperty.call(message, "availability") && message.availability !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.availability);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.addr);
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.hostname);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            IssueNodeCertificateRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.IssueNodeCertificateRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.csrPem = value;
                            else
                                delete message.csrPem;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.availability = value;
                            else
                                delete message.availability;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            IssueNodeCertificateRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.csrPem != null && $Object.hasOwnProperty.call(message, "csrPem"))
                    if (!(message.csrPem && typeof message.csrPem.length === "number" || $util.isString(message.csrPem)))
                        return "csrPem: buffer expected";
                if (message.token != null && $Object.hasOwnProperty.call(message, "token"))
                    if (!$util.isString(message.token))
                        return "token: string expected";
                if (message.availability != null && $Object.hasOwnProperty.call(message, "availability"))
                    if (!$util.isString(message.availability))
                        return "availability: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
                    if (!$util.isString(message.hostname))
                        return "hostname: string expected";
                return null;
            };

            IssueNodeCertificateRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.IssueNodeCertificateRequest";
            };

            return IssueNodeCertificateRequest;
        })();

        v1.IssueNodeCertificateResponse = (function() {

            const IssueNodeCertificateResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IssueNodeCertificateResponse.prototype.nodeId = "";

            IssueNodeCertificateResponse.prototype.certPem = $util.newBuffer([]);

            IssueNodeCertificateResponse.prototype.rootCaPem = $util.newBuffer([]);

            IssueNodeCertificateResponse.prototype.role = "";

            IssueNodeCertificateResponse.prototype.clusterId = "";

            IssueNodeCertificateResponse.create = function(properties) {
                return new IssueNodeCertificateResponse(properties);
            };

            IssueNodeCertificateResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.certPem != null && $Object.hasOwnProperty.call(message, "certPem") && message.certPem.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.certPem);
                if (message.rootCaPem != null && $Object.hasOwnProperty.call(message, "rootCaPem") && message.rootCaPem.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.rootCaPem);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.role);
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.clusterId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            IssueNodeCertificateResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.IssueNodeCertificateResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certPem = value;
                            else
                                delete message.certPem;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.rootCaPem = value;
                            else
                                delete message.rootCaPem;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clusterId = value;
                            else
                                delete message.clusterId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            IssueNodeCertificateResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.certPem != null && $Object.hasOwnProperty.call(message, "certPem"))
                    if (!(message.certPem && typeof message.certPem.length === "number" || $util.isString(message.certPem)))
                        return "certPem: buffer expected";
                if (message.rootCaPem != null && $Object.hasOwnProperty.call(message, "rootCaPem"))
                    if (!(message.rootCaPem && typeof message.rootCaPem.length === "number" || $util.isString(message.rootCaPem)))
                        return "rootCaPem: buffer expected";
                if (message.role != null && $Object.hasOwnProperty.call(message, "role"))
                    if (!$util.isString(message.role))
                        return "role: string expected";
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId"))
                    if (!$util.isString(message.clusterId))
                        return "clusterId: string expected";
                return null;
            };

            IssueNodeCertificateResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.IssueNodeCertificateResponse";
            };

            return IssueNodeCertificateResponse;
        })();

        v1.GetUnlockKeyRequest = (function() {

            const GetUnlockKeyRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            GetUnlockKeyRequest.create = function(properties) {
                return new GetUnlockKeyRequest(properties);
            };

            GetUnlockKeyRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            GetUnlockKeyRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.GetUnlockKeyRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            GetUnlockKeyRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            GetUnlockKeyRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.GetUnlockKeyRequest";
            };

            return GetUnlockKeyRequest;
        })();

        v1.GetUnlockKeyResponse = (function() {

            const GetUnlockKeyResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            GetUnlockKeyResponse.prototype.unlockKey = $util.newBuffer([]);

            GetUnlockKeyResponse.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            GetUnlockKeyResponse.create = function(properties) {
                return new GetUnlockKeyResponse(properties);
            };

            GetUnlockKeyResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.unlockKey != null && $Object.hasOwnProperty.call(message, "unlockKey") && message.unlockKey.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.unlockKey);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            GetUnlockKeyResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.GetUnlockKeyResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.unlockKey = value;
                            else
                                delete message.unlockKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            GetUnlockKeyResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.unlockKey != null && $Object.hasOwnProperty.call(message, "unlockKey"))
                    if (!(message.unlockKey && typeof message.unlockKey.length === "number" || $util.isString(message.unlockKey)))
                        return "unlockKey: buffer expected";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isInteger(message.version) && !(message.version && $util.isInteger(message.version.low) && $util.isInteger(message.version.high)))
                        return "version: integer|Long expected";
                return null;
            };

            GetUnlockKeyResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.GetUnlockKeyResponse";
            };

            return GetUnlockKeyResponse;
        })();

        v1.CreateRequest = (function() {

            const CreateRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CreateRequest.prototype.kind = "";

            CreateRequest.prototype.specJson = $util.newBuffer([]);

            CreateRequest.prototype.registryAuth = $util.newBuffer([]);

            CreateRequest.create = function(properties) {
                return new CreateRequest(properties);
            };

            CreateRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.specJson);
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth") && message.registryAuth.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.registryAuth);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CreateRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.CreateRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.registryAuth = value;
                            else
                                delete message.registryAuth;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            CreateRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (!$util.isString(message.kind))
                        return "kind: string expected";
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth"))
                    if (!(message.registryAuth && typeof message.registryAuth.length === "number" || $util.isString(message.registryAuth)))
                        return "registryAuth: buffer expected";
                return null;
            };

            CreateRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.CreateRequest";
            };

            return CreateRequest;
        })();

        v1.CreateResponse = (function() {

            const CreateResponse = function (properties) {
                this.warnings = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CreateResponse.prototype.id = "";

            CreateResponse.prototype.warnings = $util.emptyArray;

            CreateResponse.create = function(properties) {
                return new CreateResponse(properties);
            };

            CreateResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.warnings != null && message.warnings.length)
                    for (let i = 0; i < message.warnings.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.warnings[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CreateResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.CreateResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.warnings && message.warnings.length))
                                message.warnings = [];
                            message.warnings.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            CreateResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.warnings != null && $Object.hasOwnProperty.call(message, "warnings")) {
                    if (!$Array.isArray(message.warnings))
                        return "warnings: array expected";
                    for (let i = 0; i < message.warnings.length; ++i)
                        if (!$util.isString(message.warnings[i]))
                            return "warnings: string[] expected";
                }
                return null;
            };

            CreateResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.CreateResponse";
            };

            return CreateResponse;
        })();

        v1.UpdateRequest = (function() {

            const UpdateRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UpdateRequest.prototype.kind = "";

            UpdateRequest.prototype.id = "";

            UpdateRequest.prototype.versionIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            UpdateRequest.prototype.specJson = $util.newBuffer([]);

            UpdateRequest.prototype.registryAuth = $util.newBuffer([]);

            UpdateRequest.prototype.registryAuthFrom = "";

            UpdateRequest.prototype.rollback = "";

            UpdateRequest.prototype.rotateWorkerToken = false;

            UpdateRequest.prototype.rotateManagerToken = false;

            UpdateRequest.prototype.rotateManagerUnlockKey = false;

            UpdateRequest.create = function(properties) {
                return new UpdateRequest(properties);
            };

            UpdateRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
                if (message.versionIndex != null && $Object.hasOwnProperty.call(message, "versionIndex") && (typeof message.versionIndex === "object" ? message.versionIndex.low || message.versionIndex.high : message.versionIndex !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.versionIndex);
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.specJson);
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth") && message.registryAuth.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.registryAuth);
                if (message.registryAuthFrom != null && $Object.hasOwnProperty.call(message, "registryAuthFrom") && message.registryAuthFrom !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.registryAuthFrom);
                if (message.rollback != null && $Object.hasOwnProperty.call(message, "rollback") && message.rollback !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.rollback);
                if (message.rotateWorkerToken != null && $Object.hasOwnProperty.call(message, "rotateWorkerToken") && message.rotateWorkerToken !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.rotateWorkerToken);
                if (message.rotateManagerToken != null && $Object.hasOwnProperty.call(message, "rotateManagerToken") && message.rotateManagerToken !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.rotateManagerToken);
                if (message.rotateManagerUnlockKey != null && $Object.hasOwnProperty.call(message, "rotateManagerUnlockKey") && message.rotateManagerUnlockKey !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.rotateManagerUnlockKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UpdateRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.UpdateRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.versionIndex = value;
                            else
                                delete message.versionIndex;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.registryAuth = value;
                            else
                                delete message.registryAuth;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.registryAuthFrom = value;
                            else
                                delete message.registryAuthFrom;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rollback = value;
                            else
                                delete message.rollback;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.rotateWorkerToken = value;
                            else
                                delete message.rotateWorkerToken;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.rotateManagerToken = value;
                            else
                                delete message.rotateManagerToken;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.rotateManagerUnlockKey = value;
                            else
                                delete message.rotateManagerUnlockKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UpdateRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (!$util.isString(message.kind))
                        return "kind: string expected";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.versionIndex != null && $Object.hasOwnProperty.call(message, "versionIndex"))
                    if (!$util.isInteger(message.versionIndex) && !(message.versionIndex && $util.isInteger(message.versionIndex.low) && $util.isInteger(message.versionIndex.high)))
                        return "versionIndex: integer|Long expected";
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth"))
                    if (!(message.registryAuth && typeof message.registryAuth.length === "number" || $util.isString(message.registryAuth)))
                        return "registryAuth: buffer expected";
                if (message.registryAuthFrom != null && $Object.hasOwnProperty.call(message, "registryAuthFrom"))
                    if (!$util.isString(message.registryAuthFrom))
                        return "registryAuthFrom: string expected";
                if (message.rollback != null && $Object.hasOwnProperty.call(message, "rollback"))
                    if (!$util.isString(message.rollback))
                        return "rollback: string expected";
                if (message.rotateWorkerToken != null && $Object.hasOwnProperty.call(message, "rotateWorkerToken"))
                    if (typeof message.rotateWorkerToken !== "boolean")
                        return "rotateWorkerToken: boolean expected";
                if (message.rotateManagerToken != null && $Object.hasOwnProperty.call(message, "rotateManagerToken"))
                    if (typeof message.rotateManagerToken !== "boolean")
                        return "rotateManagerToken: boolean expected";
                if (message.rotateManagerUnlockKey != null && $Object.hasOwnProperty.call(message, "rotateManagerUnlockKey"))
                    if (typeof message.rotateManagerUnlockKey !== "boolean")
                        return "rotateManagerUnlockKey: boolean expected";
                return null;
            };

            UpdateRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.UpdateRequest";
            };

            return UpdateRequest;
        })();

        v1.UpdateResponse = (function() {

            const UpdateResponse = function (properties) {
                this.warnings = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UpdateResponse.prototype.warnings = $util.emptyArray;

            UpdateResponse.create = function(properties) {
                return new UpdateResponse(properties);
            };

            UpdateResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.warnings != null && message.warnings.length)
                    for (let i = 0; i < message.warnings.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.warnings[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UpdateResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.UpdateResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.warnings && message.warnings.length))
                                message.warnings = [];
                            message.warnings.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UpdateResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.warnings != null && $Object.hasOwnProperty.call(message, "warnings")) {
                    if (!$Array.isArray(message.warnings))
                        return "warnings: array expected";
                    for (let i = 0; i < message.warnings.length; ++i)
                        if (!$util.isString(message.warnings[i]))
                            return "warnings: string[] expected";
                }
                return null;
            };

            UpdateResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.UpdateResponse";
            };

            return UpdateResponse;
        })();

        v1.RemoveRequest = (function() {

            const RemoveRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RemoveRequest.prototype.kind = "";

            RemoveRequest.prototype.id = "";

            RemoveRequest.prototype.force = false;

            RemoveRequest.create = function(properties) {
                return new RemoveRequest(properties);
            };

            RemoveRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RemoveRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RemoveRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RemoveRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (!$util.isString(message.kind))
                        return "kind: string expected";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.force != null && $Object.hasOwnProperty.call(message, "force"))
                    if (typeof message.force !== "boolean")
                        return "force: boolean expected";
                return null;
            };

            RemoveRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RemoveRequest";
            };

            return RemoveRequest;
        })();

        v1.RemoveResponse = (function() {

            const RemoveResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RemoveResponse.create = function(properties) {
                return new RemoveResponse(properties);
            };

            RemoveResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RemoveResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RemoveResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RemoveResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            RemoveResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RemoveResponse";
            };

            return RemoveResponse;
        })();

        v1.UsageQuery = (function() {

            const UsageQuery = function (properties) {
                this.taskIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UsageQuery.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            UsageQuery.prototype.untilMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            UsageQuery.prototype.taskIds = $util.emptyArray;

            UsageQuery.create = function(properties) {
                return new UsageQuery(properties);
            };

            UsageQuery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).int64(message.sinceMs);
                if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs") && (typeof message.untilMs === "object" ? message.untilMs.low || message.untilMs.high : message.untilMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.untilMs);
                if (message.taskIds != null && message.taskIds.length)
                    for (let i = 0; i < message.taskIds.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.taskIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UsageQuery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.UsageQuery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.untilMs = value;
                            else
                                delete message.untilMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.taskIds && message.taskIds.length))
                                message.taskIds = [];
                            message.taskIds.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UsageQuery.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs"))
                    if (!$util.isInteger(message.sinceMs) && !(message.sinceMs && $util.isInteger(message.sinceMs.low) && $util.isInteger(message.sinceMs.high)))
                        return "sinceMs: integer|Long expected";
                if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs"))
                    if (!$util.isInteger(message.untilMs) && !(message.untilMs && $util.isInteger(message.untilMs.low) && $util.isInteger(message.untilMs.high)))
                        return "untilMs: integer|Long expected";
                if (message.taskIds != null && $Object.hasOwnProperty.call(message, "taskIds")) {
                    if (!$Array.isArray(message.taskIds))
                        return "taskIds: array expected";
                    for (let i = 0; i < message.taskIds.length; ++i)
                        if (!$util.isString(message.taskIds[i]))
                            return "taskIds: string[] expected";
                }
                return null;
            };

            UsageQuery.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.UsageQuery";
            };

            return UsageQuery;
        })();

        v1.UsageAnswer = (function() {

            const UsageAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UsageAnswer.prototype.json = $util.newBuffer([]);

            UsageAnswer.create = function(properties) {
                return new UsageAnswer(properties);
            };

            UsageAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.json != null && $Object.hasOwnProperty.call(message, "json") && message.json.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.json);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UsageAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.UsageAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.json = value;
                            else
                                delete message.json;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UsageAnswer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.json != null && $Object.hasOwnProperty.call(message, "json"))
                    if (!(message.json && typeof message.json.length === "number" || $util.isString(message.json)))
                        return "json: buffer expected";
                return null;
            };

            UsageAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.UsageAnswer";
            };

            return UsageAnswer;
        })();

        v1.LeaveRequest = (function() {

            const LeaveRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeaveRequest.prototype.nodeId = "";

            LeaveRequest.create = function(properties) {
                return new LeaveRequest(properties);
            };

            LeaveRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeaveRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.LeaveRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            LeaveRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                return null;
            };

            LeaveRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.LeaveRequest";
            };

            return LeaveRequest;
        })();

        v1.LeaveResponse = (function() {

            const LeaveResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeaveResponse.create = function(properties) {
                return new LeaveResponse(properties);
            };

            LeaveResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeaveResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.LeaveResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            LeaveResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            LeaveResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.LeaveResponse";
            };

            return LeaveResponse;
        })();

        v1.AgentMessage = (function() {

            const AgentMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AgentMessage.prototype.hello = null;

            AgentMessage.prototype.heartbeat = null;

            AgentMessage.prototype.statuses = null;

            AgentMessage.prototype.usage = null;

            AgentMessage.prototype.description = null;

            AgentMessage.prototype.health = null;

            AgentMessage.prototype.assignmentsAck = null;

            AgentMessage.prototype.networkAck = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            $Object.defineProperty(AgentMessage.prototype, "message", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "heartbeat", "statuses", "usage", "description", "health", "assignmentsAck", "networkAck"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            AgentMessage.create = function(properties) {
                return new AgentMessage(properties);
            };

            AgentMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.skep.v1.AgentHello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.skep.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.statuses != null && $Object.hasOwnProperty.call(message, "statuses"))
                    $root.skep.v1.TaskStatusBatch.encode(message.statuses, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.usage != null && $Object.hasOwnProperty.call(message, "usage"))
                    $root.skep.v1.UsageBatch.encode(message.usage, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    $root.skep.v1.NodeDescription.encode(message.description, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.health != null && $Object.hasOwnProperty.call(message, "health"))
                    $root.skep.v1.HealthBatch.encode(message.health, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.assignmentsAck != null && $Object.hasOwnProperty.call(message, "assignmentsAck"))
                    $root.skep.v1.AssignmentsAck.encode(message.assignmentsAck, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.networkAck != null && $Object.hasOwnProperty.call(message, "networkAck"))
                    $root.skep.v1.NetworkAck.encode(message.networkAck, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AgentMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AgentMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.skep.v1.AgentHello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.message = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.skep.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.message = "heartbeat";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.statuses = $root.skep.v1.TaskStatusBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.statuses);
                            message.message = "statuses";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.usage = $root.skep.v1.UsageBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.usage);
                            message.message = "usage";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.description = $root.skep.v1.NodeDescription.decode(reader, reader.size(), $undefined, _depth + 1, message.description);
                            message.message = "description";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.health = $root.skep.v1.HealthBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.health);
                            message.message = "health";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.assignmentsAck = $root.skep.v1.AssignmentsAck.decode(reader, reader.size(), $undefined, _depth + 1, message.assignmentsAck);
                            message.message = "assignmentsAck";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.networkAck = $root.skep.v1.NetworkAck.decode(reader, reader.size(), $undefined, _depth + 1, message.networkAck);
                            message.message = "networkAck";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AgentMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.AgentHello.verify(message.hello, _depth + 1);
                        if (error)
                            return "hello." + error;
                    }
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.Heartbeat.verify(message.heartbeat, _depth + 1);
                        if (error)
                            return "heartbeat." + error;
                    }
                }
                if (message.statuses != null && $Object.hasOwnProperty.call(message, "statuses")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.TaskStatusBatch.verify(message.statuses, _depth + 1);
                        if (error)
                            return "statuses." + error;
                    }
                }
                if (message.usage != null && $Object.hasOwnProperty.call(message, "usage")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.UsageBatch.verify(message.usage, _depth + 1);
                        if (error)
                            return "usage." + error;
                    }
                }
                if (message.description != null && $Object.hasOwnProperty.call(message, "description")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.NodeDescription.verify(message.description, _depth + 1);
                        if (error)
                            return "description." + error;
                    }
                }
                if (message.health != null && $Object.hasOwnProperty.call(message, "health")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.HealthBatch.verify(message.health, _depth + 1);
                        if (error)
                            return "health." + error;
                    }
                }
                if (message.assignmentsAck != null && $Object.hasOwnProperty.call(message, "assignmentsAck")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.AssignmentsAck.verify(message.assignmentsAck, _depth + 1);
                        if (error)
                            return "assignmentsAck." + error;
                    }
                }
                if (message.networkAck != null && $Object.hasOwnProperty.call(message, "networkAck")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.NetworkAck.verify(message.networkAck, _depth + 1);
                        if (error)
                            return "networkAck." + error;
                    }
                }
                return null;
            };

            AgentMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AgentMessage";
            };

            return AgentMessage;
        })();

        v1.AgentHello = (function() {

            const AgentHello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AgentHello.prototype.protocolVersion = 0;

            AgentHello.prototype.skepVersion = "";

            AgentHello.prototype.description = null;

            AgentHello.prototype.previousSession = "";

            AgentHello.prototype.advertiseAddr = "";

            AgentHello.prototype.metricsAddr = "";

            AgentHello.create = function(properties) {
                return new AgentHello(properties);
            };

            AgentHello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolVersion);
                if (message.skepVersion != null && $Object.hasOwnProperty.call(message, "skepVersion") && message.skepVersion !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.skepVersion);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    $root.skep.v1.NodeDescription.encode(message.description, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.previousSession != null && $Object.hasOwnProperty.call(message, "previousSession") && message.previousSession !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.previousSession);
                if (message.advertiseAddr != null && $Object.hasOwnProperty.call(message, "advertiseAddr") && message.advertiseAddr !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.advertiseAddr);
                if (message.metricsAddr != null && $Object.hasOwnProperty.call(message, "metricsAddr") && message.metricsAddr !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.metricsAddr);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AgentHello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AgentHello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocolVersion = value;
                            else
                                delete message.protocolVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.skepVersion = value;
                            else
                                delete message.skepVersion;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.description = $root.skep.v1.NodeDescription.decode(reader, reader.size(), $undefined, _depth + 1, message.description);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.previousSession = value;
                            else
                                delete message.previousSession;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.advertiseAddr = value;
                            else
                                delete message.advertiseAddr;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.metricsAddr = value;
                            else
                                delete message.metricsAddr;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AgentHello.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    if (!$util.isInteger(message.protocolVersion))
                        return "protocolVersion: integer expected";
                if (message.skepVersion != null && $Object.hasOwnProperty.call(message, "skepVersion"))
                    if (!$util.isString(message.skepVersion))
                        return "skepVersion: string expected";
                if (message.description != null && $Object.hasOwnProperty.call(message, "description")) {
                    let error = $root.skep.v1.NodeDescription.verify(message.description, _depth + 1);
                    if (error)
                        return "description." + error;
                }
                if (message.previousSession != null && $Object.hasOwnProperty.call(message, "previousSession"))
                    if (!$util.isString(message.previousSession))
                        return "previousSession: string expected";
                if (message.advertiseAddr != null && $Object.hasOwnProperty.call(message, "advertiseAddr"))
                    if (!$util.isString(message.advertiseAddr))
                        return "advertiseAddr: string expected";
                if (message.metricsAddr != null && $Object.hasOwnProperty.call(message, "metricsAddr"))
                    if (!$util.isString(message.metricsAddr))
                        return "metricsAddr: string expected";
                return null;
            };

            AgentHello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AgentHello";
            };

            return AgentHello;
        })();

        v1.Heartbeat = (function() {

            const Heartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Heartbeat.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Heartbeat.prototype.loopLagMs = 0;

            Heartbeat.create = function(properties) {
                return new Heartbeat(properties);
            };

            Heartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.seq);
                if (message.loopLagMs != null && $Object.hasOwnProperty.call(message, "loopLagMs") && !$Object.is(message.loopLagMs, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.loopLagMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Heartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loopLagMs = value;
                            else
                                delete message.loopLagMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Heartbeat.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                if (message.loopLagMs != null && $Object.hasOwnProperty.call(message, "loopLagMs"))
                    if (typeof message.loopLagMs !== "number")
                        return "loopLagMs: number expected";
                return null;
            };

            Heartbeat.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Heartbeat";
            };

            return Heartbeat;
        })();

        v1.TaskStatusUpdate = (function() {

            const TaskStatusUpdate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskStatusUpdate.prototype.taskId = "";

            TaskStatusUpdate.prototype.status = null;

            TaskStatusUpdate.create = function(properties) {
                return new TaskStatusUpdate(properties);
            };

            TaskStatusUpdate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.taskId);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.skep.v1.TaskStatus.encode(message.status, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskStatusUpdate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.TaskStatusUpdate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.skep.v1.TaskStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            TaskStatusUpdate.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    let error = $root.skep.v1.TaskStatus.verify(message.status, _depth + 1);
                    if (error)
                        return "status." + error;
                }
                return null;
            };

            TaskStatusUpdate.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.TaskStatusUpdate";
            };

            return TaskStatusUpdate;
        })();

        v1.TaskStatusBatch = (function() {

            const TaskStatusBatch = function (properties) {
                this.updates = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskStatusBatch.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskStatusBatch.prototype.updates = $util.emptyArray;

            TaskStatusBatch.create = function(properties) {
                return new TaskStatusBatch(properties);
            };

            TaskStatusBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.seq);
                if (message.updates != null && message.updates.length)
                    for (let i = 0; i < message.updates.length; ++i)
                        $root.skep.v1.TaskStatusUpdate.encode(message.updates[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskStatusBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.TaskStatusBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.updates && message.updates.length))
                                message.updates = [];
                            message.updates.push($root.skep.v1.TaskStatusUpdate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            TaskStatusBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                if (message.updates != null && $Object.hasOwnProperty.call(message, "updates")) {
                    if (!$Array.isArray(message.updates))
                        return "updates: array expected";
                    for (let i = 0; i < message.updates.length; ++i) {
                        let error = $root.skep.v1.TaskStatusUpdate.verify(message.updates[i], _depth + 1);
                        if (error)
                            return "updates." + error;
                    }
                }
                return null;
            };

            TaskStatusBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.TaskStatusBatch";
            };

            return TaskStatusBatch;
        })();

        v1.TaskUsage = (function() {

            const TaskUsage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskUsage.prototype.taskId = "";

            TaskUsage.prototype.cpuSeconds = 0;

            TaskUsage.prototype.cpuRatio = 0;

            TaskUsage.prototype.memoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskUsage.prototype.memoryLimitBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskUsage.prototype.networkRxBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskUsage.prototype.networkTxBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskUsage.prototype.ioReadBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskUsage.prototype.ioWriteBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskUsage.prototype.pids = 0;

            TaskUsage.create = function(properties) {
                return new TaskUsage(properties);
            };

            TaskUsage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.taskId);
                if (message.cpuSeconds != null && $Object.hasOwnProperty.call(message, "cpuSeconds") && !$Object.is(message.cpuSeconds, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.cpuSeconds);
                if (message.cpuRatio != null && $Object.hasOwnProperty.call(message, "cpuRatio") && !$Object.is(message.cpuRatio, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.cpuRatio);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && (typeof message.memoryBytes === "object" ? message.memoryBytes.low || message.memoryBytes.high : message.memoryBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.memoryBytes);
                if (message.memoryLimitBytes != null && $Object.hasOwnProperty.call(message, "memoryLimitBytes") && (typeof message.memoryLimitBytes === "object" ? message.memoryLimitBytes.low || message.memoryLimitBytes.high : message.memoryLimitBytes !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.memoryLimitBytes);
                if (message.networkRxBytes != null && $Object.hasOwnProperty.call(message, "networkRxBytes") && (typeof message.networkRxBytes === "object" ? message.networkRxBytes.low || message.networkRxBytes.high : message.networkRxBytes !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.networkRxBytes);
                if (message.networkTxBytes != null && $Object.hasOwnProperty.call(message, "networkTxBytes") && (typeof message.networkTxBytes === "object" ? message.networkTxBytes.low || message.networkTxBytes.high : message.networkTxBytes !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.networkTxBytes);
                if (message.ioReadBytes != null && $Object.hasOwnProperty.call(message, "ioReadBytes") && (typeof message.ioReadBytes === "object" ? message.ioReadBytes.low || message.ioReadBytes.high : message.ioReadBytes !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.ioReadBytes);
                if (message.ioWriteBytes != null && $Object.hasOwnProperty.call(message, "ioWriteBytes") && (typeof message.ioWriteBytes === "object" ? message.ioWriteBytes.low || message.ioWriteBytes.high : message.ioWriteBytes !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.ioWriteBytes);
                if (message.pids != null && $Object.hasOwnProperty.call(message, "pids") && message.pids !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.pids);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskUsage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.TaskUsage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.cpuSeconds = value;
                            else
                                delete message.cpuSeconds;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.cpuRatio = value;
                            else
                                delete message.cpuRatio;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryLimitBytes = value;
                            else
                                delete message.memoryLimitBytes;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.networkRxBytes = value;
                            else
                                delete message.networkRxBytes;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.networkTxBytes = value;
                            else
                                delete message.networkTxBytes;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.ioReadBytes = value;
                            else
                                delete message.ioReadBytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.ioWriteBytes = value;
                            else
                                delete message.ioWriteBytes;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pids = value;
                            else
                                delete message.pids;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            TaskUsage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.cpuSeconds != null && $Object.hasOwnProperty.call(message, "cpuSeconds"))
                    if (typeof message.cpuSeconds !== "number")
                        return "cpuSeconds: number expected";
                if (message.cpuRatio != null && $Object.hasOwnProperty.call(message, "cpuRatio"))
                    if (typeof message.cpuRatio !== "number")
                        return "cpuRatio: number expected";
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes"))
                    if (!$util.isInteger(message.memoryBytes) && !(message.memoryBytes && $util.isInteger(message.memoryBytes.low) && $util.isInteger(message.memoryBytes.high)))
                        return "memoryBytes: integer|Long expected";
                if (message.memoryLimitBytes != null && $Object.hasOwnProperty.call(message, "memoryLimitBytes"))
                    if (!$util.isInteger(message.memoryLimitBytes) && !(message.memoryLimitBytes && $util.isInteger(message.memoryLimitBytes.low) && $util.isInteger(message.memoryLimitBytes.high)))
                        return "memoryLimitBytes: integer|Long expected";
                if (message.networkRxBytes != null && $Object.hasOwnProperty.call(message, "networkRxBytes"))
                    if (!$util.isInteger(message.networkRxBytes) && !(message.networkRxBytes && $util.isInteger(message.networkRxBytes.low) && $util.isInteger(message.networkRxBytes.high)))
                        return "networkRxBytes: integer|Long expected";
                if (message.networkTxBytes != null && $Object.hasOwnProperty.call(message, "networkTxBytes"))
                    if (!$util.isInteger(message.networkTxBytes) && !(message.networkTxBytes && $util.isInteger(message.networkTxBytes.low) && $util.isInteger(message.networkTxBytes.high)))
                        return "networkTxBytes: integer|Long expected";
                if (message.ioReadBytes != null && $Object.hasOwnProperty.call(message, "ioReadBytes"))
                    if (!$util.isInteger(message.ioReadBytes) && !(message.ioReadBytes && $util.isInteger(message.ioReadBytes.low) && $util.isInteger(message.ioReadBytes.high)))
                        return "ioReadBytes: integer|Long expected";
                if (message.ioWriteBytes != null && $Object.hasOwnProperty.call(message, "ioWriteBytes"))
                    if (!$util.isInteger(message.ioWriteBytes) && !(message.ioWriteBytes && $util.isInteger(message.ioWriteBytes.low) && $util.isInteger(message.ioWriteBytes.high)))
                        return "ioWriteBytes: integer|Long expected";
                if (message.pids != null && $Object.hasOwnProperty.call(message, "pids"))
                    if (!$util.isInteger(message.pids))
                        return "pids: integer expected";
                return null;
            };

            TaskUsage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.TaskUsage";
            };

            return TaskUsage;
        })();

        v1.UsageBatch = (function() {

            const UsageBatch = function (properties) {
                this.tasks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UsageBatch.prototype.timestampMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            UsageBatch.prototype.tasks = $util.emptyArray;

            UsageBatch.prototype.nodeCpuRatio = 0;

            UsageBatch.prototype.nodeMemoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            UsageBatch.prototype.nodeMemoryTotalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            UsageBatch.create = function(properties) {
                return new UsageBatch(properties);
            };

            UsageBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs") && (typeof message.timestampMs === "object" ? message.timestampMs.low || message.timestampMs.high : message.timestampMs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).int64(message.timestampMs);
                if (message.tasks != null && message.tasks.length)
                    for (let i = 0; i < message.tasks.length; ++i)
                        $root.skep.v1.TaskUsage.encode(message.tasks[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.nodeCpuRatio != null && $Object.hasOwnProperty.call(message, "nodeCpuRatio") && !$Object.is(message.nodeCpuRatio, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.nodeCpuRatio);
                if (message.nodeMemoryBytes != null && $Object.hasOwnProperty.call(message, "nodeMemoryBytes") && (typeof message.nodeMemoryBytes === "object" ? message.nodeMemoryBytes.low || message.nodeMemoryBytes.high : message.nodeMemoryBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.nodeMemoryBytes);
                if (message.nodeMemoryTotalBytes != null && $Object.hasOwnProperty.call(message, "nodeMemoryTotalBytes") && (typeof message.nodeMemoryTotalBytes === "object" ? message.nodeMemoryTotalBytes.low || message.nodeMemoryTotalBytes.high : message.nodeMemoryTotalBytes !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.nodeMemoryTotalBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UsageBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.UsageBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampMs = value;
                            else
                                delete message.timestampMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tasks && message.tasks.length))
                                message.tasks = [];
                            message.tasks.push($root.skep.v1.TaskUsage.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.nodeCpuRatio = value;
                            else
                                delete message.nodeCpuRatio;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nodeMemoryBytes = value;
                            else
                                delete message.nodeMemoryBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nodeMemoryTotalBytes = value;
                            else
                                delete message.nodeMemoryTotalBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UsageBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs"))
                    if (!$util.isInteger(message.timestampMs) && !(message.timestampMs && $util.isInteger(message.timestampMs.low) && $util.isInteger(message.timestampMs.high)))
                        return "timestampMs: integer|Long expected";
                if (message.tasks != null && $Object.hasOwnProperty.call(message, "tasks")) {
                    if (!$Array.isArray(message.tasks))
                        return "tasks: array expected";
                    for (let i = 0; i < message.tasks.length; ++i) {
                        let error = $root.skep.v1.TaskUsage.verify(message.tasks[i], _depth + 1);
                        if (error)
                            return "tasks." + error;
                    }
                }
                if (message.nodeCpuRatio != null && $Object.hasOwnProperty.call(message, "nodeCpuRatio"))
                    if (typeof message.nodeCpuRatio !== "number")
                        return "nodeCpuRatio: number expected";
                if (message.nodeMemoryBytes != null && $Object.hasOwnProperty.call(message, "nodeMemoryBytes"))
                    if (!$util.isInteger(message.nodeMemoryBytes) && !(message.nodeMemoryBytes && $util.isInteger(message.nodeMemoryBytes.low) && $util.isInteger(message.nodeMemoryBytes.high)))
                        return "nodeMemoryBytes: integer|Long expected";
                if (message.nodeMemoryTotalBytes != null && $Object.hasOwnProperty.call(message, "nodeMemoryTotalBytes"))
                    if (!$util.isInteger(message.nodeMemoryTotalBytes) && !(message.nodeMemoryTotalBytes && $util.isInteger(message.nodeMemoryTotalBytes.low) && $util.isInteger(message.nodeMemoryTotalBytes.high)))
                        return "nodeMemoryTotalBytes: integer|Long expected";
                return null;
            };

            UsageBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.UsageBatch";
            };

            return UsageBatch;
        })();

        v1.HealthEvent = (function() {

            const HealthEvent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HealthEvent.prototype.taskId = "";

            HealthEvent.prototype.timestampMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            HealthEvent.prototype.status = "";

            HealthEvent.prototype.output = "";

            HealthEvent.prototype.exitCode = 0;

            HealthEvent.create = function(properties) {
                return new HealthEvent(properties);
            };

            HealthEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.taskId);
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs") && (typeof message.timestampMs === "object" ? message.timestampMs.low || message.timestampMs.high : message.timestampMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.timestampMs);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.status);
                if (message.output != null && $Object.hasOwnProperty.call(message, "output") && message.output !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.output);
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.exitCode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HealthEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.HealthEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampMs = value;
                            else
                                delete message.timestampMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.output = value;
                            else
                                delete message.output;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            HealthEvent.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs"))
                    if (!$util.isInteger(message.timestampMs) && !(message.timestampMs && $util.isInteger(message.timestampMs.low) && $util.isInteger(message.timestampMs.high)))
                        return "timestampMs: integer|Long expected";
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    if (!$util.isString(message.status))
                        return "status: string expected";
                if (message.output != null && $Object.hasOwnProperty.call(message, "output"))
                    if (!$util.isString(message.output))
                        return "output: string expected";
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
                    if (!$util.isInteger(message.exitCode))
                        return "exitCode: integer expected";
                return null;
            };

            HealthEvent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.HealthEvent";
            };

            return HealthEvent;
        })();

        v1.HealthBatch = (function() {

            const HealthBatch = function (properties) {
                this.events = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HealthBatch.prototype.events = $util.emptyArray;

            HealthBatch.create = function(properties) {
                return new HealthBatch(properties);
            };

            HealthBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.events != null && message.events.length)
                    for (let i = 0; i < message.events.length; ++i)
                        $root.skep.v1.HealthEvent.encode(message.events[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HealthBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.HealthBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.events && message.events.length))
                                message.events = [];
                            message.events.push($root.skep.v1.HealthEvent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            HealthBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.events != null && $Object.hasOwnProperty.call(message, "events")) {
                    if (!$Array.isArray(message.events))
                        return "events: array expected";
                    for (let i = 0; i < message.events.length; ++i) {
                        let error = $root.skep.v1.HealthEvent.verify(message.events[i], _depth + 1);
                        if (error)
                            return "events." + error;
                    }
                }
                return null;
            };

            HealthBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.HealthBatch";
            };

            return HealthBatch;
        })();

        v1.AssignmentsAck = (function() {

            const AssignmentsAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AssignmentsAck.prototype.resultsIn = "";

            AssignmentsAck.create = function(properties) {
                return new AssignmentsAck(properties);
            };

            AssignmentsAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.resultsIn != null && $Object.hasOwnProperty.call(message, "resultsIn") && message.resultsIn !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.resultsIn);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AssignmentsAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AssignmentsAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resultsIn = value;
                            else
                                delete message.resultsIn;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AssignmentsAck.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.resultsIn != null && $Object.hasOwnProperty.call(message, "resultsIn"))
                    if (!$util.isString(message.resultsIn))
                        return "resultsIn: string expected";
                return null;
            };

            AssignmentsAck.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AssignmentsAck";
            };

            return AssignmentsAck;
        })();

        v1.ManagerMessage = (function() {

            const ManagerMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ManagerMessage.prototype.welcome = null;

            ManagerMessage.prototype.heartbeatAck = null;

            ManagerMessage.prototype.assignments = null;

            ManagerMessage.prototype.statusAck = null;

            ManagerMessage.prototype.cluster = null;

            ManagerMessage.prototype.redirect = null;

            ManagerMessage.prototype.logSubscription = null;

            ManagerMessage.prototype.networkState = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            $Object.defineProperty(ManagerMessage.prototype, "message", {
                get: $util.oneOfGetter($oneOfFields = ["welcome", "heartbeatAck", "assignments", "statusAck", "cluster", "redirect", "logSubscription", "networkState"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ManagerMessage.create = function(properties) {
                return new ManagerMessage(properties);
            };

            ManagerMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                    $root.skep.v1.Welcome.encode(message.welcome, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.heartbeatAck != null && $Object.hasOwnProperty.call(message, "heartbeatAck"))
                    $root.skep.v1.HeartbeatAck.encode(message.heartbeatAck, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.assignments != null && $Object.hasOwnProperty.call(message, "assignments"))
                    $root.skep.v1.Assignments.encode(message.assignments, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.statusAck != null && $Object.hasOwnProperty.call(message, "statusAck"))
                    $root.skep.v1.TaskStatusAck.encode(message.statusAck, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster"))
                    $root.skep.v1.ClusterView.encode(message.cluster, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.redirect != null && $Object.hasOwnProperty.call(message, "redirect"))
                    $root.skep.v1.Redirect.encode(message.redirect, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.logSubscription != null && $Object.hasOwnProperty.call(message, "logSubscription"))
                    $root.skep.v1.LogSubscription.encode(message.logSubscription, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.networkState != null && $Object.hasOwnProperty.call(message, "networkState"))
                    $root.skep.v1.NetworkState.encode(message.networkState, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ManagerMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ManagerMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.welcome = $root.skep.v1.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                            message.message = "welcome";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.heartbeatAck = $root.skep.v1.HeartbeatAck.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeatAck);
                            message.message = "heartbeatAck";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.assignments = $root.skep.v1.Assignments.decode(reader, reader.size(), $undefined, _depth + 1, message.assignments);
                            message.message = "assignments";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.statusAck = $root.skep.v1.TaskStatusAck.decode(reader, reader.size(), $undefined, _depth + 1, message.statusAck);
                            message.message = "statusAck";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.cluster = $root.skep.v1.ClusterView.decode(reader, reader.size(), $undefined, _depth + 1, message.cluster);
                            message.message = "cluster";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.redirect = $root.skep.v1.Redirect.decode(reader, reader.size(), $undefined, _depth + 1, message.redirect);
                            message.message = "redirect";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.logSubscription = $root.skep.v1.LogSubscription.decode(reader, reader.size(), $undefined, _depth + 1, message.logSubscription);
                            message.message = "logSubscription";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.networkState = $root.skep.v1.NetworkState.decode(reader, reader.size(), $undefined, _depth + 1, message.networkState);
                            message.message = "networkState";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ManagerMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome")) {
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.Welcome.verify(message.welcome, _depth + 1);
                        if (error)
                            return "welcome." + error;
                    }
                }
                if (message.heartbeatAck != null && $Object.hasOwnProperty.call(message, "heartbeatAck")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.HeartbeatAck.verify(message.heartbeatAck, _depth + 1);
                        if (error)
                            return "heartbeatAck." + error;
                    }
                }
                if (message.assignments != null && $Object.hasOwnProperty.call(message, "assignments")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.Assignments.verify(message.assignments, _depth + 1);
                        if (error)
                            return "assignments." + error;
                    }
                }
                if (message.statusAck != null && $Object.hasOwnProperty.call(message, "statusAck")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.TaskStatusAck.verify(message.statusAck, _depth + 1);
                        if (error)
                            return "statusAck." + error;
                    }
                }
                if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.ClusterView.verify(message.cluster, _depth + 1);
                        if (error)
                            return "cluster." + error;
                    }
                }
                if (message.redirect != null && $Object.hasOwnProperty.call(message, "redirect")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.Redirect.verify(message.redirect, _depth + 1);
                        if (error)
                            return "redirect." + error;
                    }
                }
                if (message.logSubscription != null && $Object.hasOwnProperty.call(message, "logSubscription")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.LogSubscription.verify(message.logSubscription, _depth + 1);
                        if (error)
                            return "logSubscription." + error;
                    }
                }
                if (message.networkState != null && $Object.hasOwnProperty.call(message, "networkState")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.skep.v1.NetworkState.verify(message.networkState, _depth + 1);
                        if (error)
                            return "networkState." + error;
                    }
                }
                return null;
            };

            ManagerMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ManagerMessage";
            };

            return ManagerMessage;
        })();

        v1.Welcome = (function() {

            const Welcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Welcome.prototype.protocolVersion = 0;

            Welcome.prototype.sessionId = "";

            Welcome.prototype.nodeId = "";

            Welcome.prototype.heartbeatPeriodMs = 0;

            Welcome.prototype.heartbeatTimeoutMs = 0;

            Welcome.prototype.cluster = null;

            Welcome.create = function(properties) {
                return new Welcome(properties);
            };

            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolVersion);
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.sessionId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.nodeId);
                if (message.heartbeatPeriodMs != null && $Object.hasOwnProperty.call(message, "heartbeatPeriodMs") && message.heartbeatPeriodMs !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.heartbeatPeriodMs);
                if (message.heartbeatTimeoutMs != null && $Object.hasOwnProperty.call(message, "heartbeatTimeoutMs") && message.heartbeatTimeoutMs !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.heartbeatTimeoutMs);
                if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster"))
                    $root.skep.v1.ClusterView.encode(message.cluster, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Welcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Welcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocolVersion = value;
                            else
                                delete message.protocolVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatPeriodMs = value;
                            else
                                delete message.heartbeatPeriodMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatTimeoutMs = value;
                            else
                                delete message.heartbeatTimeoutMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.cluster = $root.skep.v1.ClusterView.decode(reader, reader.size(), $undefined, _depth + 1, message.cluster);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Welcome.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    if (!$util.isInteger(message.protocolVersion))
                        return "protocolVersion: integer expected";
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId"))
                    if (!$util.isString(message.sessionId))
                        return "sessionId: string expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.heartbeatPeriodMs != null && $Object.hasOwnProperty.call(message, "heartbeatPeriodMs"))
                    if (!$util.isInteger(message.heartbeatPeriodMs))
                        return "heartbeatPeriodMs: integer expected";
                if (message.heartbeatTimeoutMs != null && $Object.hasOwnProperty.call(message, "heartbeatTimeoutMs"))
                    if (!$util.isInteger(message.heartbeatTimeoutMs))
                        return "heartbeatTimeoutMs: integer expected";
                if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster")) {
                    let error = $root.skep.v1.ClusterView.verify(message.cluster, _depth + 1);
                    if (error)
                        return "cluster." + error;
                }
                return null;
            };

            Welcome.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Welcome";
            };

            return Welcome;
        })();

        v1.ManagerPeer = (function() {

            const ManagerPeer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ManagerPeer.prototype.nodeId = "";

            ManagerPeer.prototype.addr = "";

            ManagerPeer.prototype.leader = false;

            ManagerPeer.create = function(properties) {
                return new ManagerPeer(properties);
            };

            ManagerPeer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.addr);
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader") && message.leader !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.leader);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ManagerPeer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ManagerPeer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.leader = value;
                            else
                                delete message.leader;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ManagerPeer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader"))
                    if (typeof message.leader !== "boolean")
                        return "leader: boolean expected";
                return null;
            };

            ManagerPeer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ManagerPeer";
            };

            return ManagerPeer;
        })();

        v1.ClusterView = (function() {

            const ClusterView = function (properties) {
                this.managers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClusterView.prototype.managers = $util.emptyArray;

            ClusterView.prototype.rootCaPem = $util.newBuffer([]);

            ClusterView.prototype.desiredRole = "";

            ClusterView.prototype.heartbeatPeriodMs = 0;

            ClusterView.prototype.nodeSpecJson = $util.newBuffer([]);

            ClusterView.prototype.clusterId = "";

            ClusterView.prototype.renewCertificate = false;

            ClusterView.create = function(properties) {
                return new ClusterView(properties);
            };

            ClusterView.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.managers != null && message.managers.length)
                    for (let i = 0; i < message.managers.length; ++i)
                        $root.skep.v1.ManagerPeer.encode(message.managers[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.rootCaPem != null && $Object.hasOwnProperty.call(message, "rootCaPem") && message.rootCaPem.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.rootCaPem);
                if (message.desiredRole != null && $Object.hasOwnProperty.call(message, "desiredRole") && message.desiredRole !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.desiredRole);
                if (message.heartbeatPeriodMs != null && $Object.hasOwnProperty.call(message, "heartbeatPeriodMs") && message.heartbeatPeriodMs !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.heartbeatPeriodMs);
                if (message.nodeSpecJson != null && $Object.hasOwnProperty.call(message, "nodeSpecJson") && message.nodeSpecJson.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.nodeSpecJson);
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.clusterId);
                if (message.renewCertificate != null && $Object.hasOwnProperty.call(message, "renewCertificate") && message.renewCertificate !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.renewCertificate);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClusterView.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ClusterView();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.managers && message.managers.length))
                                message.managers = [];
                            message.managers.push($root.skep.v1.ManagerPeer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.rootCaPem = value;
                            else
                                delete message.rootCaPem;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.desiredRole = value;
                            else
                                delete message.desiredRole;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatPeriodMs = value;
                            else
                                delete message.heartbeatPeriodMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nodeSpecJson = value;
                            else
                                delete message.nodeSpecJson;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clusterId = value;
                            else
                                delete message.clusterId;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.renewCertificate = value;
                            else
                                delete message.renewCertificate;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ClusterView.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.managers != null && $Object.hasOwnProperty.call(message, "managers")) {
                    if (!$Array.isArray(message.managers))
                        return "managers: array expected";
                    for (let i = 0; i < message.managers.length; ++i) {
                        let error = $root.skep.v1.ManagerPeer.verify(message.managers[i], _depth + 1);
                        if (error)
                            return "managers." + error;
                    }
                }
                if (message.rootCaPem != null && $Object.hasOwnProperty.call(message, "rootCaPem"))
                    if (!(message.rootCaPem && typeof message.rootCaPem.length === "number" || $util.isString(message.rootCaPem)))
                        return "rootCaPem: buffer expected";
                if (message.desiredRole != null && $Object.hasOwnProperty.call(message, "desiredRole"))
                    if (!$util.isString(message.desiredRole))
                        return "desiredRole: string expected";
                if (message.heartbeatPeriodMs != null && $Object.hasOwnProperty.call(message, "heartbeatPeriodMs"))
                    if (!$util.isInteger(message.heartbeatPeriodMs))
                        return "heartbeatPeriodMs: integer expected";
                if (message.nodeSpecJson != null && $Object.hasOwnProperty.call(message, "nodeSpecJson"))
                    if (!(message.nodeSpecJson && typeof message.nodeSpecJson.length === "number" || $util.isString(message.nodeSpecJson)))
                        return "nodeSpecJson: buffer expected";
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId"))
                    if (!$util.isString(message.clusterId))
                        return "clusterId: string expected";
                if (message.renewCertificate != null && $Object.hasOwnProperty.call(message, "renewCertificate"))
                    if (typeof message.renewCertificate !== "boolean")
                        return "renewCertificate: boolean expected";
                return null;
            };

            ClusterView.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ClusterView";
            };

            return ClusterView;
        })();

        v1.HeartbeatAck = (function() {

            const HeartbeatAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HeartbeatAck.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            HeartbeatAck.create = function(properties) {
                return new HeartbeatAck(properties);
            };

            HeartbeatAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.seq);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HeartbeatAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.HeartbeatAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            HeartbeatAck.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                return null;
            };

            HeartbeatAck.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.HeartbeatAck";
            };

            return HeartbeatAck;
        })();

        v1.TaskStatusAck = (function() {

            const TaskStatusAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskStatusAck.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TaskStatusAck.create = function(properties) {
                return new TaskStatusAck(properties);
            };

            TaskStatusAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.seq);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskStatusAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.TaskStatusAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            TaskStatusAck.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                return null;
            };

            TaskStatusAck.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.TaskStatusAck";
            };

            return TaskStatusAck;
        })();

        v1.Redirect = (function() {

            const Redirect = function (properties) {
                this.managers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Redirect.prototype.leader = null;

            Redirect.prototype.managers = $util.emptyArray;

            Redirect.prototype.reason = "";

            Redirect.create = function(properties) {
                return new Redirect(properties);
            };

            Redirect.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader"))
                    $root.skep.v1.ManagerPeer.encode(message.leader, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.managers != null && message.managers.length)
                    for (let i = 0; i < message.managers.length; ++i)
                        $root.skep.v1.ManagerPeer.encode(message.managers[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Redirect.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Redirect();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.leader = $root.skep.v1.ManagerPeer.decode(reader, reader.size(), $undefined, _depth + 1, message.leader);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.managers && message.managers.length))
                                message.managers = [];
                            message.managers.push($root.skep.v1.ManagerPeer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Redirect.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader")) {
                    let error = $root.skep.v1.ManagerPeer.verify(message.leader, _depth + 1);
                    if (error)
                        return "leader." + error;
                }
                if (message.managers != null && $Object.hasOwnProperty.call(message, "managers")) {
                    if (!$Array.isArray(message.managers))
                        return "managers: array expected";
                    for (let i = 0; i < message.managers.length; ++i) {
                        let error = $root.skep.v1.ManagerPeer.verify(message.managers[i], _depth + 1);
                        if (error)
                            return "managers." + error;
                    }
                }
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            Redirect.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Redirect";
            };

            return Redirect;
        })();

        v1.AssignedTask = (function() {

            const AssignedTask = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AssignedTask.prototype.task = null;

            AssignedTask.prototype.specRevision = "";

            AssignedTask.create = function(properties) {
                return new AssignedTask(properties);
            };

            AssignedTask.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.task != null && $Object.hasOwnProperty.call(message, "task"))
                    $root.skep.v1.Task.encode(message.task, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.specRevision != null && $Object.hasOwnProperty.call(message, "specRevision") && message.specRevision !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.specRevision);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AssignedTask.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AssignedTask();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.task = $root.skep.v1.Task.decode(reader, reader.size(), $undefined, _depth + 1, message.task);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.specRevision = value;
                            else
                                delete message.specRevision;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AssignedTask.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.task != null && $Object.hasOwnProperty.call(message, "task")) {
                    let error = $root.skep.v1.Task.verify(message.task, _depth + 1);
                    if (error)
                        return "task." + error;
                }
                if (message.specRevision != null && $Object.hasOwnProperty.call(message, "specRevision"))
                    if (!$util.isString(message.specRevision))
                        return "specRevision: string expected";
                return null;
            };

            AssignedTask.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AssignedTask";
            };

            return AssignedTask;
        })();

        v1.AssignedSpec = (function() {

            const AssignedSpec = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AssignedSpec.prototype.id = "";

            AssignedSpec.prototype.specJson = $util.newBuffer([]);

            AssignedSpec.prototype.registryAuth = $util.newBuffer([]);

            AssignedSpec.prototype.serviceId = "";

            AssignedSpec.create = function(properties) {
                return new AssignedSpec(properties);
            };

            AssignedSpec.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.specJson);
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth") && message.registryAuth.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.registryAuth);
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId") && message.serviceId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.serviceId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AssignedSpec.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.AssignedSpec();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.registryAuth = value;
                            else
                                delete message.registryAuth;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serviceId = value;
                            else
                                delete message.serviceId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AssignedSpec.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson"))
                    if (!(message.specJson && typeof message.specJson.length === "number" || $util.isString(message.specJson)))
                        return "specJson: buffer expected";
                if (message.registryAuth != null && $Object.hasOwnProperty.call(message, "registryAuth"))
                    if (!(message.registryAuth && typeof message.registryAuth.length === "number" || $util.isString(message.registryAuth)))
                        return "registryAuth: buffer expected";
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId"))
                    if (!$util.isString(message.serviceId))
                        return "serviceId: string expected";
                return null;
            };

            AssignedSpec.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.AssignedSpec";
            };

            return AssignedSpec;
        })();

        v1.Assignments = (function() {

            const Assignments = function (properties) {
                this.specs = [];
                this.tasks = [];
                this.removedTasks = [];
                this.secrets = [];
                this.removedSecrets = [];
                this.configs = [];
                this.removedConfigs = [];
                this.removedSpecs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Assignments.prototype.complete = false;

            Assignments.prototype.appliesTo = "";

            Assignments.prototype.resultsIn = "";

            Assignments.prototype.specs = $util.emptyArray;

            Assignments.prototype.tasks = $util.emptyArray;

            Assignments.prototype.removedTasks = $util.emptyArray;

            Assignments.prototype.secrets = $util.emptyArray;

            Assignments.prototype.removedSecrets = $util.emptyArray;

            Assignments.prototype.configs = $util.emptyArray;

            Assignments.prototype.removedConfigs = $util.emptyArray;

            Assignments.prototype.removedSpecs = $util.emptyArray;

            Assignments.create = function(properties) {
                return new Assignments(properties);
            };

            Assignments.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.complete != null && $Object.hasOwnProperty.call(message, "complete") && message.complete !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.complete);
                if (message.appliesTo != null && $Object.hasOwnProperty.call(message, "appliesTo") && message.appliesTo !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.appliesTo);
                if (message.resultsIn != null && $Object.hasOwnProperty.call(message, "resultsIn") && message.resultsIn !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.resultsIn);
                if (message.specs != null && message.specs.length)
                    for (let i = 0; i < message.specs.length; ++i)
                        $root.skep.v1.AssignedSpec.encode(message.specs[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.tasks != null && message.tasks.length)
                    for (let i = 0; i < message.tasks.length; ++i)
                        $root.skep.v1.AssignedTask.encode(message.tasks[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.removedTasks != null && message.removedTasks.length)
                    for (let i = 0; i < message.removedTasks.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.removedTasks[i]);
                if (message.secrets != null && message.secrets.length)
                    for (let i = 0; i < message.secrets.length; ++i)
                        $root.skep.v1.Secret.encode(message.secrets[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.removedSecrets != null && message.removedSecrets.length)
                    for (let i = 0; i < message.removedSecrets.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.removedSecrets[i]);
                if (message.configs != null && message.configs.length)
                    for (let i = 0; i < message.configs.length; ++i)
                        $root.skep.v1.Config.encode(message.configs[i], writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.removedConfigs != null && message.removedConfigs.length)
                    for (let i = 0; i < message.removedConfigs.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.removedConfigs[i]);
                if (message.removedSpecs != null && message.removedSpecs.length)
                    for (let i = 0; i < message.removedSpecs.length; ++i)
                        writer.uint32(/* id 11, wireType 2 =*/90).string(message.removedSpecs[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Assignments.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.Assignments();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.complete = value;
                            else
                                delete message.complete;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.appliesTo = value;
                            else
                                delete message.appliesTo;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resultsIn = value;
                            else
                                delete message.resultsIn;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.specs && message.specs.length))
                                message.specs = [];
                            message.specs.push($root.skep.v1.AssignedSpec.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tasks && message.tasks.length))
                                message.tasks = [];
                            message.tasks.push($root.skep.v1.AssignedTask.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedTasks && message.removedTasks.length))
                                message.removedTasks = [];
                            message.removedTasks.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.secrets && message.secrets.length))
                                message.secrets = [];
                            message.secrets.push($root.skep.v1.Secret.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedSecrets && message.removedSecrets.length))
                                message.removedSecrets = [];
                            message.removedSecrets.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.configs && message.configs.length))
                                message.configs = [];
                            message.configs.push($root.skep.v1.Config.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedConfigs && message.removedConfigs.length))
                                message.removedConfigs = [];
                            message.removedConfigs.push(reader.stringVerify());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedSpecs && message.removedSpecs.length))
                                message.removedSpecs = [];
                            message.removedSpecs.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Assignments.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.complete != null && $Object.hasOwnProperty.call(message, "complete"))
                    if (typeof message.complete !== "boolean")
                        return "complete: boolean expected";
                if (message.appliesTo != null && $Object.hasOwnProperty.call(message, "appliesTo"))
                    if (!$util.isString(message.appliesTo))
                        return "appliesTo: string expected";
                if (message.resultsIn != null && $Object.hasOwnProperty.call(message, "resultsIn"))
                    if (!$util.isString(message.resultsIn))
                        return "resultsIn: string expected";
                if (message.specs != null && $Object.hasOwnProperty.call(message, "specs")) {
                    if (!$Array.isArray(message.specs))
                        return "specs: array expected";
                    for (let i = 0; i < message.specs.length; ++i) {
                        let error = $root.skep.v1.AssignedSpec.verify(message.specs[i], _depth + 1);
                        if (error)
                            return "specs." + error;
                    }
                }
                if (message.tasks != null && $Object.hasOwnProperty.call(message, "tasks")) {
                    if (!$Array.isArray(message.tasks))
                        return "tasks: array expected";
                    for (let i = 0; i < message.tasks.length; ++i) {
                        let error = $root.skep.v1.AssignedTask.verify(message.tasks[i], _depth + 1);
                        if (error)
                            return "tasks." + error;
                    }
                }
                if (message.removedTasks != null && $Object.hasOwnProperty.call(message, "removedTasks")) {
                    if (!$Array.isArray(message.removedTasks))
                        return "removedTasks: array expected";
                    for (let i = 0; i < message.removedTasks.length; ++i)
                        if (!$util.isString(message.removedTasks[i]))
                            return "removedTasks: string[] expected";
                }
                if (message.secrets != null && $Object.hasOwnProperty.call(message, "secrets")) {
                    if (!$Array.isArray(message.secrets))
                        return "secrets: array expected";
                    for (let i = 0; i < message.secrets.length; ++i) {
                        let error = $root.skep.v1.Secret.verify(message.secrets[i], _depth + 1);
                        if (error)
                            return "secrets." + error;
                    }
                }
                if (message.removedSecrets != null && $Object.hasOwnProperty.call(message, "removedSecrets")) {
                    if (!$Array.isArray(message.removedSecrets))
                        return "removedSecrets: array expected";
                    for (let i = 0; i < message.removedSecrets.length; ++i)
                        if (!$util.isString(message.removedSecrets[i]))
                            return "removedSecrets: string[] expected";
                }
                if (message.configs != null && $Object.hasOwnProperty.call(message, "configs")) {
                    if (!$Array.isArray(message.configs))
                        return "configs: array expected";
                    for (let i = 0; i < message.configs.length; ++i) {
                        let error = $root.skep.v1.Config.verify(message.configs[i], _depth + 1);
                        if (error)
                            return "configs." + error;
                    }
                }
                if (message.removedConfigs != null && $Object.hasOwnProperty.call(message, "removedConfigs")) {
                    if (!$Array.isArray(message.removedConfigs))
                        return "removedConfigs: array expected";
                    for (let i = 0; i < message.removedConfigs.length; ++i)
                        if (!$util.isString(message.removedConfigs[i]))
                            return "removedConfigs: string[] expected";
                }
                if (message.removedSpecs != null && $Object.hasOwnProperty.call(message, "removedSpecs")) {
                    if (!$Array.isArray(message.removedSpecs))
                        return "removedSpecs: array expected";
                    for (let i = 0; i < message.removedSpecs.length; ++i)
                        if (!$util.isString(message.removedSpecs[i]))
                            return "removedSpecs: string[] expected";
                }
                return null;
            };

            Assignments.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.Assignments";
            };

            return Assignments;
        })();

        v1.NetworkState = (function() {

            const NetworkState = function (properties) {
                this.networks = [];
                this.removedNetworks = [];
                this.peers = [];
                this.removedPeers = [];
                this.members = [];
                this.removedMembers = [];
                this.services = [];
                this.removedServices = [];
                this.drainedTasks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkState.prototype.complete = false;

            NetworkState.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            NetworkState.prototype.networks = $util.emptyArray;

            NetworkState.prototype.removedNetworks = $util.emptyArray;

            NetworkState.prototype.peers = $util.emptyArray;

            NetworkState.prototype.removedPeers = $util.emptyArray;

            NetworkState.prototype.members = $util.emptyArray;

            NetworkState.prototype.removedMembers = $util.emptyArray;

            NetworkState.prototype.services = $util.emptyArray;

            NetworkState.prototype.removedServices = $util.emptyArray;

            NetworkState.prototype.drainedTasks = $util.emptyArray;

            NetworkState.prototype.more = false;

            NetworkState.prototype.knownWireguardKey = $util.newBuffer([]);

            NetworkState.create = function(properties) {
                return new NetworkState(properties);
            };

            NetworkState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.complete != null && $Object.hasOwnProperty.call(message, "complete") && message.complete !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.complete);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.networks != null && message.networks.length)
                    for (let i = 0; i < message.networks.length; ++i)
                        $root.skep.v1.OverlayNetwork.encode(message.networks[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.removedNetworks != null && message.removedNetworks.length)
                    for (let i = 0; i < message.removedNetworks.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.removedNetworks[i]);
                if (message.peers != null && message.peers.length)
                    for (let i = 0; i < message.peers.length; ++i)
                        $root.skep.v1.NetworkPeer.encode(message.peers[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.removedPeers != null && message.removedPeers.length)
                    for (let i = 0; i < message.removedPeers.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.removedPeers[i]);
                if (message.members != null && message.members.length)
                    for (let i = 0; i < message.members.length; ++i)
                        $root.skep.v1.NetworkMember.encode(message.members[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.removedMembers != null && message.removedMembers.length)
                    for (let i = 0; i < message.removedMembers.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.removedMembers[i]);
                if (message.services != null && message.services.length)
                    for (let i = 0; i < message.services.length; ++i)
                        $root.skep.v1.NetworkService.encode(message.services[i], writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.removedServices != null && message.removedServices.length)
                    for (let i = 0; i < message.removedServices.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.removedServices[i]);
                if (message.drainedTasks != null && message.drainedTasks.length)
                    for (let i = 0; i < message.drainedTasks.length; ++i)
                        writer.uint32(/* id 11, wireType 2 =*/90).string(message.drainedTasks[i]);
                if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                    writer.uint32(/* id 12, wireType 0 =*/96).bool(message.more);
                if (message.knownWireguardKey != null && $Object.hasOwnProperty.call(message, "knownWireguardKey") && message.knownWireguardKey.length)
                    writer.uint32(/* id 13, wireType 2 =*/106).bytes(message.knownWireguardKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.complete = value;
                            else
                                delete message.complete;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.networks && message.networks.length))
                                message.networks = [];
                            message.networks.push($root.skep.v1.OverlayNetwork.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedNetworks && message.removedNetworks.length))
                                message.removedNetworks = [];
                            message.removedNetworks.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.peers && message.peers.length))
                                message.peers = [];
                            message.peers.push($root.skep.v1.NetworkPeer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedPeers && message.removedPeers.length))
                                message.removedPeers = [];
                            message.removedPeers.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.members && message.members.length))
                                message.members = [];
                            message.members.push($root.skep.v1.NetworkMember.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedMembers && message.removedMembers.length))
                                message.removedMembers = [];
                            message.removedMembers.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.services && message.services.length))
                                message.services = [];
                            message.services.push($root.skep.v1.NetworkService.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedServices && message.removedServices.length))
                                message.removedServices = [];
                            message.removedServices.push(reader.stringVerify());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.drainedTasks && message.drainedTasks.length))
                                message.drainedTasks = [];
                            message.drainedTasks.push(reader.stringVerify());
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.more = value;
                            else
                                delete message.more;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.knownWireguardKey = value;
                            else
                                delete message.knownWireguardKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.complete != null && $Object.hasOwnProperty.call(message, "complete"))
                    if (typeof message.complete !== "boolean")
                        return "complete: boolean expected";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isInteger(message.version) && !(message.version && $util.isInteger(message.version.low) && $util.isInteger(message.version.high)))
                        return "version: integer|Long expected";
                if (message.networks != null && $Object.hasOwnProperty.call(message, "networks")) {
                    if (!$Array.isArray(message.networks))
                        return "networks: array expected";
                    for (let i = 0; i < message.networks.length; ++i) {
                        let error = $root.skep.v1.OverlayNetwork.verify(message.networks[i], _depth + 1);
                        if (error)
                            return "networks." + error;
                    }
                }
                if (message.removedNetworks != null && $Object.hasOwnProperty.call(message, "removedNetworks")) {
                    if (!$Array.isArray(message.removedNetworks))
                        return "removedNetworks: array expected";
                    for (let i = 0; i < message.removedNetworks.length; ++i)
                        if (!$util.isString(message.removedNetworks[i]))
                            return "removedNetworks: string[] expected";
                }
                if (message.peers != null && $Object.hasOwnProperty.call(message, "peers")) {
                    if (!$Array.isArray(message.peers))
                        return "peers: array expected";
                    for (let i = 0; i < message.peers.length; ++i) {
                        let error = $root.skep.v1.NetworkPeer.verify(message.peers[i], _depth + 1);
                        if (error)
                            return "peers." + error;
                    }
                }
                if (message.removedPeers != null && $Object.hasOwnProperty.call(message, "removedPeers")) {
                    if (!$Array.isArray(message.removedPeers))
                        return "removedPeers: array expected";
                    for (let i = 0; i < message.removedPeers.length; ++i)
                        if (!$util.isString(message.removedPeers[i]))
                            return "removedPeers: string[] expected";
                }
                if (message.members != null && $Object.hasOwnProperty.call(message, "members")) {
                    if (!$Array.isArray(message.members))
                        return "members: array expected";
                    for (let i = 0; i < message.members.length; ++i) {
                        let error = $root.skep.v1.NetworkMember.verify(message.members[i], _depth + 1);
                        if (error)
                            return "members." + error;
                    }
                }
                if (message.removedMembers != null && $Object.hasOwnProperty.call(message, "removedMembers")) {
                    if (!$Array.isArray(message.removedMembers))
                        return "removedMembers: array expected";
                    for (let i = 0; i < message.removedMembers.length; ++i)
                        if (!$util.isString(message.removedMembers[i]))
                            return "removedMembers: string[] expected";
                }
                if (message.services != null && $Object.hasOwnProperty.call(message, "services")) {
                    if (!$Array.isArray(message.services))
                        return "services: array expected";
                    for (let i = 0; i < message.services.length; ++i) {
                        let error = $root.skep.v1.NetworkService.verify(message.services[i], _depth + 1);
                        if (error)
                            return "services." + error;
                    }
                }
                if (message.removedServices != null && $Object.hasOwnProperty.call(message, "removedServices")) {
                    if (!$Array.isArray(message.removedServices))
                        return "removedServices: array expected";
                    for (let i = 0; i < message.removedServices.length; ++i)
                        if (!$util.isString(message.removedServices[i]))
                            return "removedServices: string[] expected";
                }
                if (message.drainedTasks != null && $Object.hasOwnProperty.call(message, "drainedTasks")) {
                    if (!$Array.isArray(message.drainedTasks))
                        return "drainedTasks: array expected";
                    for (let i = 0; i < message.drainedTasks.length; ++i)
                        if (!$util.isString(message.drainedTasks[i]))
                            return "drainedTasks: string[] expected";
                }
                if (message.more != null && $Object.hasOwnProperty.call(message, "more"))
                    if (typeof message.more !== "boolean")
                        return "more: boolean expected";
                if (message.knownWireguardKey != null && $Object.hasOwnProperty.call(message, "knownWireguardKey"))
                    if (!(message.knownWireguardKey && typeof message.knownWireguardKey.length === "number" || $util.isString(message.knownWireguardKey)))
                        return "knownWireguardKey: buffer expected";
                return null;
            };

            NetworkState.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkState";
            };

            return NetworkState;
        })();

        v1.NetworkAck = (function() {

            const NetworkAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkAck.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            NetworkAck.create = function(properties) {
                return new NetworkAck(properties);
            };

            NetworkAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkAck.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isInteger(message.version) && !(message.version && $util.isInteger(message.version.low) && $util.isInteger(message.version.high)))
                        return "version: integer|Long expected";
                return null;
            };

            NetworkAck.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkAck";
            };

            return NetworkAck;
        })();

        v1.OverlayNetwork = (function() {

            const OverlayNetwork = function (properties) {
                this.subnets = [];
                this.options = {};
                this.labels = {};
                this.furtherVnis = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OverlayNetwork.prototype.id = "";

            OverlayNetwork.prototype.name = "";

            OverlayNetwork.prototype.vni = 0;

            OverlayNetwork.prototype.subnets = $util.emptyArray;

            OverlayNetwork.prototype.internal = false;

            OverlayNetwork.prototype.attachable = false;

            OverlayNetwork.prototype.ingress = false;

            OverlayNetwork.prototype.encrypted = false;

            OverlayNetwork.prototype.options = $util.emptyObject;

            OverlayNetwork.prototype.labels = $util.emptyObject;

            OverlayNetwork.prototype.dataPathPort = 0;

            OverlayNetwork.prototype.furtherVnis = $util.emptyArray;

            OverlayNetwork.create = function(properties) {
                return new OverlayNetwork(properties);
            };

            OverlayNetwork.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.vni != null && $Object.hasOwnProperty.call(message, "vni") && message.vni !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.vni);
                if (message.subnets != null && message.subnets.length)
                    for (let i = 0; i < message.subnets.length; ++i)
                        $root.skep.v1.NetworkSubnet.encode(message.subnets[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.internal != null && $Object.hasOwnProperty.call(message, "internal") && message.internal !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.internal);
                if (message.attachable != null && $Object.hasOwnProperty.call(message, "attachable") && message.attachable !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.attachable);
                if (message.ingress != null && $Object.hasOwnProperty.call(message, "ingress") && message.ingress !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.ingress);
                if (message.encrypted != null && $Object.hasOwnProperty.call(message, "encrypted") && message.encrypted !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.encrypted);
                if (message.options != null && $Object.hasOwnProperty.call(message, "options"))
                    for (let keys = $Object.keys(message.options), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.options[keys[i]]).ldelim();
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                    for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
                if (message.dataPathPort != null && $Object.hasOwnProperty.call(message, "dataPathPort") && message.dataPathPort !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.dataPathPort);
                if (message.furtherVnis != null && message.furtherVnis.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).uint32s(message.furtherVnis);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OverlayNetwork.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.OverlayNetwork();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.vni = value;
                            else
                                delete message.vni;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.subnets && message.subnets.length))
                                message.subnets = [];
                            message.subnets.push($root.skep.v1.NetworkSubnet.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.internal = value;
                            else
                                delete message.internal;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.attachable = value;
                            else
                                delete message.attachable;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ingress = value;
                            else
                                delete message.ingress;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.encrypted = value;
                            else
                                delete message.encrypted;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (message.options === $util.emptyObject)
                                message.options = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.options, key);
                            message.options[key] = value;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (message.labels === $util.emptyObject)
                                message.labels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.labels, key);
                            message.labels[key] = value;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dataPathPort = value;
                            else
                                delete message.dataPathPort;
                            continue;
                        }
                    case 12: {
                            if (wireType === 2) {
                                if (!(message.furtherVnis && message.furtherVnis.length))
                                    message.furtherVnis = [];
                                reader.uint32s(message.furtherVnis);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.furtherVnis && message.furtherVnis.length))
                                message.furtherVnis = [];
                            message.furtherVnis.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            OverlayNetwork.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.vni != null && $Object.hasOwnProperty.call(message, "vni"))
                    if (!$util.isInteger(message.vni))
                        return "vni: integer expected";
                if (message.subnets != null && $Object.hasOwnProperty.call(message, "subnets")) {
                    if (!$Array.isArray(message.subnets))
                        return "subnets: array expected";
                    for (let i = 0; i < message.subnets.length; ++i) {
                        let error = $root.skep.v1.NetworkSubnet.verify(message.subnets[i], _depth + 1);
                        if (error)
                            return "subnets." + error;
                    }
                }
                if (message.internal != null && $Object.hasOwnProperty.call(message, "internal"))
                    if (typeof message.internal !== "boolean")
                        return "internal: boolean expected";
                if (message.attachable != null && $Object.hasOwnProperty.call(message, "attachable"))
                    if (typeof message.attachable !== "boolean")
                        return "attachable: boolean expected";
                if (message.ingress != null && $Object.hasOwnProperty.call(message, "ingress"))
                    if (typeof message.ingress !== "boolean")
                        return "ingress: boolean expected";
                if (message.encrypted != null && $Object.hasOwnProperty.call(message, "encrypted"))
                    if (typeof message.encrypted !== "boolean")
                        return "encrypted: boolean expected";
                if (message.options != null && $Object.hasOwnProperty.call(message, "options")) {
                    if (!$util.isObject(message.options))
                        return "options: object expected";
                    let key = $Object.keys(message.options);
                    for (let i = 0; i < key.length; ++i)
                        if (!$util.isString(message.options[key[i]]))
                            return "options: string{k:string} expected";
                }
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels")) {
                    if (!$util.isObject(message.labels))
                        return "labels: object expected";
                    let key = $Object.keys(message.labels);
                    for (let i = 0; i < key.length; ++i)
                        if (!$util.isString(message.labels[key[i]]))
                            return "labels: string{k:string} expected";
                }
                if (message.dataPathPort != null && $Object.hasOwnProperty.call(message, "dataPathPort"))
                    if (!$util.isInteger(message.dataPathPort))
                        return "dataPathPort: integer expected";
                if (message.furtherVnis != null && $Object.hasOwnProperty.call(message, "furtherVnis")) {
                    if (!$Array.isArray(message.furtherVnis))
                        return "furtherVnis: array expected";
                    for (let i = 0; i < message.furtherVnis.length; ++i)
                        if (!$util.isInteger(message.furtherVnis[i]))
                            return "furtherVnis: integer[] expected";
                }
                return null;
            };

            OverlayNetwork.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.OverlayNetwork";
            };

            return OverlayNetwork;
        })();

        v1.NetworkSubnet = (function() {

            const NetworkSubnet = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkSubnet.prototype.subnet = "";

            NetworkSubnet.prototype.gateway = "";

            NetworkSubnet.create = function(properties) {
                return new NetworkSubnet(properties);
            };

            NetworkSubnet.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subnet != null && $Object.hasOwnProperty.call(message, "subnet") && message.subnet !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.subnet);
                if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.gateway);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkSubnet.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkSubnet();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subnet = value;
                            else
                                delete message.subnet;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gateway = value;
                            else
                                delete message.gateway;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkSubnet.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.subnet != null && $Object.hasOwnProperty.call(message, "subnet"))
                    if (!$util.isString(message.subnet))
                        return "subnet: string expected";
                if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway"))
                    if (!$util.isString(message.gateway))
                        return "gateway: string expected";
                return null;
            };

            NetworkSubnet.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkSubnet";
            };

            return NetworkSubnet;
        })();

        v1.NetworkPeer = (function() {

            const NetworkPeer = function (properties) {
                this.gateways = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkPeer.prototype.nodeId = "";

            NetworkPeer.prototype.networkStack = "";

            NetworkPeer.prototype.addr = "";

            NetworkPeer.prototype.wireguardPublicKey = $util.newBuffer([]);

            NetworkPeer.prototype.gateways = $util.emptyArray;

            NetworkPeer.prototype.wireguardPort = 0;

            NetworkPeer.prototype.wireguardNextPublicKey = $util.newBuffer([]);

            NetworkPeer.prototype.wireguardNextPort = 0;

            NetworkPeer.create = function(properties) {
                return new NetworkPeer(properties);
            };

            NetworkPeer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.networkStack != null && $Object.hasOwnProperty.call(message, "networkStack") && message.networkStack !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.networkStack);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.addr);
                if (message.wireguardPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardPublicKey") && message.wireguardPublicKey.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.wireguardPublicKey);
                if (message.gateways != null && message.gateways.length)
                    for (let i = 0; i < message.gateways.length; ++i)
                        $root.skep.v1.NetworkAttachment.encode(message.gateways[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.wireguardPort != null && $Object.hasOwnProperty.call(message, "wireguardPort") && message.wireguardPort !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.wireguardPort);
                if (message.wireguardNextPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardNextPublicKey") && message.wireguardNextPublicKey.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.wireguardNextPublicKey);
                if (message.wireguardNextPort != null && $Object.hasOwnProperty.call(message, "wireguardNextPort") && message.wireguardNextPort !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.wireguardNextPort);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkPeer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkPeer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkStack = value;
                            else
                                delete message.networkStack;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.wireguardPublicKey = value;
                            else
                                delete message.wireguardPublicKey;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.gateways && message.gateways.length))
                                message.gateways = [];
                            message.gateways.push($root.skep.v1.NetworkAttachment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.wireguardPort = value;
                            else
                                delete message.wireguardPort;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.wireguardNextPublicKey = value;
                            else
                                delete message.wireguardNextPublicKey;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.wireguardNextPort = value;
                            else
                                delete message.wireguardNextPort;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkPeer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.networkStack != null && $Object.hasOwnProperty.call(message, "networkStack"))
                    if (!$util.isString(message.networkStack))
                        return "networkStack: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                if (message.wireguardPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardPublicKey"))
                    if (!(message.wireguardPublicKey && typeof message.wireguardPublicKey.length === "number" || $util.isString(message.wireguardPublicKey)))
                        return "wireguardPublicKey: buffer expected";
                if (message.gateways != null && $Object.hasOwnProperty.call(message, "gateways")) {
                    if (!$Array.isArray(message.gateways))
                        return "gateways: array expected";
                    for (let i = 0; i < message.gateways.length; ++i) {
                        let error = $root.skep.v1.NetworkAttachment.verify(message.gateways[i], _depth + 1);
                        if (error)
                            return "gateways." + error;
                    }
                }
                if (message.wireguardPort != null && $Object.hasOwnProperty.call(message, "wireguardPort"))
                    if (!$util.isInteger(message.wireguardPort))
                        return "wireguardPort: integer expected";
                if (message.wireguardNextPublicKey != null && $Object.hasOwnProperty.call(message, "wireguardNextPublicKey"))
                    if (!(message.wireguardNextPublicKey && typeof message.wireguardNextPublicKey.length === "number" || $util.isString(message.wireguardNextPublicKey)))
                        return "wireguardNextPublicKey: buffer expected";
                if (message.wireguardNextPort != null && $Object.hasOwnProperty.call(message, "wireguardNextPort"))
                    if (!$util.isInteger(message.wireguardNextPort))
                        return "wireguardNextPort: integer expected";
                return null;
            };

            NetworkPeer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkPeer";
            };

            return NetworkPeer;
        })();

        v1.NetworkMember = (function() {

            const NetworkMember = function (properties) {
                this.addresses = [];
                this.aliases = [];
                this.hostPorts = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkMember.prototype.id = "";

            NetworkMember.prototype.taskId = "";

            NetworkMember.prototype.networkId = "";

            NetworkMember.prototype.serviceId = "";

            NetworkMember.prototype.nodeId = "";

            NetworkMember.prototype.networkStack = "";

            NetworkMember.prototype.addresses = $util.emptyArray;

            NetworkMember.prototype.aliases = $util.emptyArray;

            NetworkMember.prototype.taskName = "";

            NetworkMember.prototype.ready = false;

            NetworkMember.prototype.hostAddr = "";

            NetworkMember.prototype.hostPorts = $util.emptyArray;

            NetworkMember.create = function(properties) {
                return new NetworkMember(properties);
            };

            NetworkMember.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.taskId);
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId") && message.networkId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.networkId);
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId") && message.serviceId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.serviceId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.nodeId);
                if (message.networkStack != null && $Object.hasOwnProperty.call(message, "networkStack") && message.networkStack !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.networkStack);
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.addresses[i]);
                if (message.aliases != null && message.aliases.length)
                    for (let i = 0; i < message.aliases.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.aliases[i]);
                if (message.taskName != null && $Object.hasOwnProperty.call(message, "taskName") && message.taskName !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.taskName);
                if (message.ready != null && $Object.hasOwnProperty.call(message, "ready") && message.ready !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.ready);
                if (message.hostAddr != null && $Object.hasOwnProperty.call(message, "hostAddr") && message.hostAddr !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.hostAddr);
                if (message.hostPorts != null && message.hostPorts.length)
                    for (let i = 0; i < message.hostPorts.length; ++i)
                        $root.skep.v1.PortConfig.encode(message.hostPorts[i], writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkMember.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkMember();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkId = value;
                            else
                                delete message.networkId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serviceId = value;
                            else
                                delete message.serviceId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkStack = value;
                            else
                                delete message.networkStack;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.aliases && message.aliases.length))
                                message.aliases = [];
                            message.aliases.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskName = value;
                            else
                                delete message.taskName;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ready = value;
                            else
                                delete message.ready;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostAddr = value;
                            else
                                delete message.hostAddr;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.hostPorts && message.hostPorts.length))
                                message.hostPorts = [];
                            message.hostPorts.push($root.skep.v1.PortConfig.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkMember.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    if (!$util.isString(message.networkId))
                        return "networkId: string expected";
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId"))
                    if (!$util.isString(message.serviceId))
                        return "serviceId: string expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.networkStack != null && $Object.hasOwnProperty.call(message, "networkStack"))
                    if (!$util.isString(message.networkStack))
                        return "networkStack: string expected";
                if (message.addresses != null && $Object.hasOwnProperty.call(message, "addresses")) {
                    if (!$Array.isArray(message.addresses))
                        return "addresses: array expected";
                    for (let i = 0; i < message.addresses.length; ++i)
                        if (!$util.isString(message.addresses[i]))
                            return "addresses: string[] expected";
                }
                if (message.aliases != null && $Object.hasOwnProperty.call(message, "aliases")) {
                    if (!$Array.isArray(message.aliases))
                        return "aliases: array expected";
                    for (let i = 0; i < message.aliases.length; ++i)
                        if (!$util.isString(message.aliases[i]))
                            return "aliases: string[] expected";
                }
                if (message.taskName != null && $Object.hasOwnProperty.call(message, "taskName"))
                    if (!$util.isString(message.taskName))
                        return "taskName: string expected";
                if (message.ready != null && $Object.hasOwnProperty.call(message, "ready"))
                    if (typeof message.ready !== "boolean")
                        return "ready: boolean expected";
                if (message.hostAddr != null && $Object.hasOwnProperty.call(message, "hostAddr"))
                    if (!$util.isString(message.hostAddr))
                        return "hostAddr: string expected";
                if (message.hostPorts != null && $Object.hasOwnProperty.call(message, "hostPorts")) {
                    if (!$Array.isArray(message.hostPorts))
                        return "hostPorts: array expected";
                    for (let i = 0; i < message.hostPorts.length; ++i) {
                        let error = $root.skep.v1.PortConfig.verify(message.hostPorts[i], _depth + 1);
                        if (error)
                            return "hostPorts." + error;
                    }
                }
                return null;
            };

            NetworkMember.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkMember";
            };

            return NetworkMember;
        })();

        v1.NetworkService = (function() {

            const NetworkService = function (properties) {
                this.virtualIps = [];
                this.ports = [];
                this.aliases = [];
                this.labels = {};
                this.networkIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NetworkService.prototype.id = "";

            NetworkService.prototype.name = "";

            NetworkService.prototype.virtualIps = $util.emptyArray;

            NetworkService.prototype.ports = $util.emptyArray;

            NetworkService.prototype.aliases = $util.emptyArray;

            NetworkService.prototype.labels = $util.emptyObject;

            NetworkService.prototype.networkIds = $util.emptyArray;

            NetworkService.create = function(properties) {
                return new NetworkService(properties);
            };

            NetworkService.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.virtualIps != null && message.virtualIps.length)
                    for (let i = 0; i < message.virtualIps.length; ++i)
                        $root.skep.v1.VirtualIp.encode(message.virtualIps[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.ports != null && message.ports.length)
                    for (let i = 0; i < message.ports.length; ++i)
                        $root.skep.v1.PortConfig.encode(message.ports[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.aliases != null && message.aliases.length)
                    for (let i = 0; i < message.aliases.length; ++i)
                        $root.skep.v1.ServiceAliases.encode(message.aliases[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                    for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
                if (message.networkIds != null && message.networkIds.length)
                    for (let i = 0; i < message.networkIds.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.networkIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NetworkService.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.NetworkService();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.virtualIps && message.virtualIps.length))
                                message.virtualIps = [];
                            message.virtualIps.push($root.skep.v1.VirtualIp.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ports && message.ports.length))
                                message.ports = [];
                            message.ports.push($root.skep.v1.PortConfig.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.aliases && message.aliases.length))
                                message.aliases = [];
                            message.aliases.push($root.skep.v1.ServiceAliases.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (message.labels === $util.emptyObject)
                                message.labels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.labels, key);
                            message.labels[key] = value;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.networkIds && message.networkIds.length))
                                message.networkIds = [];
                            message.networkIds.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            NetworkService.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.virtualIps != null && $Object.hasOwnProperty.call(message, "virtualIps")) {
                    if (!$Array.isArray(message.virtualIps))
                        return "virtualIps: array expected";
                    for (let i = 0; i < message.virtualIps.length; ++i) {
                        let error = $root.skep.v1.VirtualIp.verify(message.virtualIps[i], _depth + 1);
                        if (error)
                            return "virtualIps." + error;
                    }
                }
                if (message.ports != null && $Object.hasOwnProperty.call(message, "ports")) {
                    if (!$Array.isArray(message.ports))
                        return "ports: array expected";
                    for (let i = 0; i < message.ports.length; ++i) {
                        let error = $root.skep.v1.PortConfig.verify(message.ports[i], _depth + 1);
                        if (error)
                            return "ports." + error;
                    }
                }
                if (message.aliases != null && $Object.hasOwnProperty.call(message, "aliases")) {
                    if (!$Array.isArray(message.aliases))
                        return "aliases: array expected";
                    for (let i = 0; i < message.aliases.length; ++i) {
                        let error = $root.skep.v1.ServiceAliases.verify(message.aliases[i], _depth + 1);
                        if (error)
                            return "aliases." + error;
                    }
                }
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels")) {
                    if (!$util.isObject(message.labels))
                        return "labels: object expected";
                    let key = $Object.keys(message.labels);
                    for (let i = 0; i < key.length; ++i)
                        if (!$util.isString(message.labels[key[i]]))
                            return "labels: string{k:string} expected";
                }
                if (message.networkIds != null && $Object.hasOwnProperty.call(message, "networkIds")) {
                    if (!$Array.isArray(message.networkIds))
                        return "networkIds: array expected";
                    for (let i = 0; i < message.networkIds.length; ++i)
                        if (!$util.isString(message.networkIds[i]))
                            return "networkIds: string[] expected";
                }
                return null;
            };

            NetworkService.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.NetworkService";
            };

            return NetworkService;
        })();

        v1.ServiceAliases = (function() {

            const ServiceAliases = function (properties) {
                this.names = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ServiceAliases.prototype.networkId = "";

            ServiceAliases.prototype.names = $util.emptyArray;

            ServiceAliases.create = function(properties) {
                return new ServiceAliases(properties);
            };

            ServiceAliases.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId") && message.networkId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.networkId);
                if (message.names != null && message.names.length)
                    for (let i = 0; i < message.names.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.names[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ServiceAliases.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ServiceAliases();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkId = value;
                            else
                                delete message.networkId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.names && message.names.length))
                                message.names = [];
                            message.names.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ServiceAliases.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    if (!$util.isString(message.networkId))
                        return "networkId: string expected";
                if (message.names != null && $Object.hasOwnProperty.call(message, "names")) {
                    if (!$Array.isArray(message.names))
                        return "names: array expected";
                    for (let i = 0; i < message.names.length; ++i)
                        if (!$util.isString(message.names[i]))
                            return "names: string[] expected";
                }
                return null;
            };

            ServiceAliases.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ServiceAliases";
            };

            return ServiceAliases;
        })();

        v1.LogSubscription = (function() {

            const LogSubscription = function (properties) {
                this.taskIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LogSubscription.prototype.id = "";

            LogSubscription.prototype.close = false;

            LogSubscription.prototype.taskIds = $util.emptyArray;

            LogSubscription.prototype.options = null;

            LogSubscription.create = function(properties) {
                return new LogSubscription(properties);
            };

            LogSubscription.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.close != null && $Object.hasOwnProperty.call(message, "close") && message.close !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.close);
                if (message.taskIds != null && message.taskIds.length)
                    for (let i = 0; i < message.taskIds.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.taskIds[i]);
                if (message.options != null && $Object.hasOwnProperty.call(message, "options"))
                    $root.skep.v1.LogOptions.encode(message.options, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LogSubscription.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.LogSubscription();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.close = value;
                            else
                                delete message.close;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.taskIds && message.taskIds.length))
                                message.taskIds = [];
                            message.taskIds.push(reader.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.options = $root.skep.v1.LogOptions.decode(reader, reader.size(), $undefined, _depth + 1, message.options);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            LogSubscription.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.close != null && $Object.hasOwnProperty.call(message, "close"))
                    if (typeof message.close !== "boolean")
                        return "close: boolean expected";
                if (message.taskIds != null && $Object.hasOwnProperty.call(message, "taskIds")) {
                    if (!$Array.isArray(message.taskIds))
                        return "taskIds: array expected";
                    for (let i = 0; i < message.taskIds.length; ++i)
                        if (!$util.isString(message.taskIds[i]))
                            return "taskIds: string[] expected";
                }
                if (message.options != null && $Object.hasOwnProperty.call(message, "options")) {
                    let error = $root.skep.v1.LogOptions.verify(message.options, _depth + 1);
                    if (error)
                        return "options." + error;
                }
                return null;
            };

            LogSubscription.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.LogSubscription";
            };

            return LogSubscription;
        })();

        v1.LogOptions = (function() {

            const LogOptions = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LogOptions.prototype.stdout = false;

            LogOptions.prototype.stderr = false;

            LogOptions.prototype.follow = false;

            LogOptions.prototype.tail = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            LogOptions.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            LogOptions.create = function(properties) {
                return new LogOptions(properties);
            };

            LogOptions.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.stdout != null && $Object.hasOwnProperty.call(message, "stdout") && message.stdout !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.stdout);
                if (message.stderr != null && $Object.hasOwnProperty.call(message, "stderr") && message.stderr !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.stderr);
                if (message.follow != null && $Object.hasOwnProperty.call(message, "follow") && message.follow !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.follow);
                if (message.tail != null && $Object.hasOwnProperty.call(message, "tail") && (typeof message.tail === "object" ? message.tail.low || message.tail.high : message.tail !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).int64(message.tail);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.sinceMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LogOptions.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.LogOptions();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stdout = value;
                            else
                                delete message.stdout;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stderr = value;
                            else
                                delete message.stderr;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.follow = value;
                            else
                                delete message.follow;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.tail = value;
                            else
                                delete message.tail;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            LogOptions.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.stdout != null && $Object.hasOwnProperty.call(message, "stdout"))
                    if (typeof message.stdout !== "boolean")
                        return "stdout: boolean expected";
                if (message.stderr != null && $Object.hasOwnProperty.call(message, "stderr"))
                    if (typeof message.stderr !== "boolean")
                        return "stderr: boolean expected";
                if (message.follow != null && $Object.hasOwnProperty.call(message, "follow"))
                    if (typeof message.follow !== "boolean")
                        return "follow: boolean expected";
                if (message.tail != null && $Object.hasOwnProperty.call(message, "tail"))
                    if (!$util.isInteger(message.tail) && !(message.tail && $util.isInteger(message.tail.low) && $util.isInteger(message.tail.high)))
                        return "tail: integer|Long expected";
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs"))
                    if (!$util.isInteger(message.sinceMs) && !(message.sinceMs && $util.isInteger(message.sinceMs.low) && $util.isInteger(message.sinceMs.high)))
                        return "sinceMs: integer|Long expected";
                return null;
            };

            LogOptions.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.LogOptions";
            };

            return LogOptions;
        })();

        v1.LogLine = (function() {

            const LogLine = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LogLine.prototype.taskId = "";

            LogLine.prototype.nodeId = "";

            LogLine.prototype.timestampMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            LogLine.prototype.timestampNanos = 0;

            LogLine.prototype.stream = 0;

            LogLine.prototype.data = $util.newBuffer([]);

            LogLine.prototype.serviceId = "";

            LogLine.prototype.attributes = "";

            LogLine.create = function(properties) {
                return new LogLine(properties);
            };

            LogLine.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId") && message.taskId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.taskId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nodeId);
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs") && (typeof message.timestampMs === "object" ? message.timestampMs.low || message.timestampMs.high : message.timestampMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.timestampMs);
                if (message.timestampNanos != null && $Object.hasOwnProperty.call(message, "timestampNanos") && message.timestampNanos !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.timestampNanos);
                if (message.stream != null && $Object.hasOwnProperty.call(message, "stream") && message.stream !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.stream);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.data);
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId") && message.serviceId !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.serviceId);
                if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes") && message.attributes !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.attributes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LogLine.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.LogLine();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.taskId = value;
                            else
                                delete message.taskId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestampMs = value;
                            else
                                delete message.timestampMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.timestampNanos = value;
                            else
                                delete message.timestampNanos;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.stream = value;
                            else
                                delete message.stream;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serviceId = value;
                            else
                                delete message.serviceId;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attributes = value;
                            else
                                delete message.attributes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            LogLine.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.taskId != null && $Object.hasOwnProperty.call(message, "taskId"))
                    if (!$util.isString(message.taskId))
                        return "taskId: string expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.timestampMs != null && $Object.hasOwnProperty.call(message, "timestampMs"))
                    if (!$util.isInteger(message.timestampMs) && !(message.timestampMs && $util.isInteger(message.timestampMs.low) && $util.isInteger(message.timestampMs.high)))
                        return "timestampMs: integer|Long expected";
                if (message.timestampNanos != null && $Object.hasOwnProperty.call(message, "timestampNanos"))
                    if (!$util.isInteger(message.timestampNanos))
                        return "timestampNanos: integer expected";
                if (message.stream != null && $Object.hasOwnProperty.call(message, "stream"))
                    if (!$util.isInteger(message.stream))
                        return "stream: integer expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    if (!(message.data && typeof message.data.length === "number" || $util.isString(message.data)))
                        return "data: buffer expected";
                if (message.serviceId != null && $Object.hasOwnProperty.call(message, "serviceId"))
                    if (!$util.isString(message.serviceId))
                        return "serviceId: string expected";
                if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes"))
                    if (!$util.isString(message.attributes))
                        return "attributes: string expected";
                return null;
            };

            LogLine.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.LogLine";
            };

            return LogLine;
        })();

        v1.PublishLogsMessage = (function() {

            const PublishLogsMessage = function (properties) {
                this.lines = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PublishLogsMessage.prototype.subscriptionId = "";

            PublishLogsMessage.prototype.lines = $util.emptyArray;

            PublishLogsMessage.prototype.error = "";

            PublishLogsMessage.prototype.done = false;

            PublishLogsMessage.create = function(properties) {
                return new PublishLogsMessage(properties);
            };

            PublishLogsMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subscriptionId != null && $Object.hasOwnProperty.call(message, "subscriptionId") && message.subscriptionId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.subscriptionId);
                if (message.lines != null && message.lines.length)
                    for (let i = 0; i < message.lines.length; ++i)
                        $root.skep.v1.LogLine.encode(message.lines[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.error);
                if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.done);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PublishLogsMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.PublishLogsMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subscriptionId = value;
                            else
                                delete message.subscriptionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lines && message.lines.length))
                                message.lines = [];
                            message.lines.push($root.skep.v1.LogLine.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.error = value;
                            else
                                delete message.error;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.done = value;
                            else
                                delete message.done;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            PublishLogsMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.subscriptionId != null && $Object.hasOwnProperty.call(message, "subscriptionId"))
                    if (!$util.isString(message.subscriptionId))
                        return "subscriptionId: string expected";
                if (message.lines != null && $Object.hasOwnProperty.call(message, "lines")) {
                    if (!$Array.isArray(message.lines))
                        return "lines: array expected";
                    for (let i = 0; i < message.lines.length; ++i) {
                        let error = $root.skep.v1.LogLine.verify(message.lines[i], _depth + 1);
                        if (error)
                            return "lines." + error;
                    }
                }
                if (message.error != null && $Object.hasOwnProperty.call(message, "error"))
                    if (!$util.isString(message.error))
                        return "error: string expected";
                if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                    if (typeof message.done !== "boolean")
                        return "done: boolean expected";
                return null;
            };

            PublishLogsMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.PublishLogsMessage";
            };

            return PublishLogsMessage;
        })();

        v1.PublishLogsResponse = (function() {

            const PublishLogsResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PublishLogsResponse.create = function(properties) {
                return new PublishLogsResponse(properties);
            };

            PublishLogsResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PublishLogsResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.PublishLogsResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            PublishLogsResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            PublishLogsResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.PublishLogsResponse";
            };

            return PublishLogsResponse;
        })();

        v1.ReadLogsRequest = (function() {

            const ReadLogsRequest = function (properties) {
                this.serviceIds = [];
                this.taskIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReadLogsRequest.prototype.serviceIds = $util.emptyArray;

            ReadLogsRequest.prototype.taskIds = $util.emptyArray;

            ReadLogsRequest.prototype.options = null;

            ReadLogsRequest.create = function(properties) {
                return new ReadLogsRequest(properties);
            };

            ReadLogsRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.serviceIds != null && message.serviceIds.length)
                    for (let i = 0; i < message.serviceIds.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.serviceIds[i]);
                if (message.taskIds != null && message.taskIds.length)
                    for (let i = 0; i < message.taskIds.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.taskIds[i]);
                if (message.options != null && $Object.hasOwnProperty.call(message, "options"))
                    $root.skep.v1.LogOptions.encode(message.options, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReadLogsRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ReadLogsRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.serviceIds && message.serviceIds.length))
                                message.serviceIds = [];
                            message.serviceIds.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.taskIds && message.taskIds.length))
                                message.taskIds = [];
                            message.taskIds.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.options = $root.skep.v1.LogOptions.decode(reader, reader.size(), $undefined, _depth + 1, message.options);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ReadLogsRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.serviceIds != null && $Object.hasOwnProperty.call(message, "serviceIds")) {
                    if (!$Array.isArray(message.serviceIds))
                        return "serviceIds: array expected";
                    for (let i = 0; i < message.serviceIds.length; ++i)
                        if (!$util.isString(message.serviceIds[i]))
                            return "serviceIds: string[] expected";
                }
                if (message.taskIds != null && $Object.hasOwnProperty.call(message, "taskIds")) {
                    if (!$Array.isArray(message.taskIds))
                        return "taskIds: array expected";
                    for (let i = 0; i < message.taskIds.length; ++i)
                        if (!$util.isString(message.taskIds[i]))
                            return "taskIds: string[] expected";
                }
                if (message.options != null && $Object.hasOwnProperty.call(message, "options")) {
                    let error = $root.skep.v1.LogOptions.verify(message.options, _depth + 1);
                    if (error)
                        return "options." + error;
                }
                return null;
            };

            ReadLogsRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ReadLogsRequest";
            };

            return ReadLogsRequest;
        })();

        v1.ReadLogsMessage = (function() {

            const ReadLogsMessage = function (properties) {
                this.lines = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReadLogsMessage.prototype.lines = $util.emptyArray;

            ReadLogsMessage.prototype.warning = "";

            ReadLogsMessage.create = function(properties) {
                return new ReadLogsMessage(properties);
            };

            ReadLogsMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lines != null && message.lines.length)
                    for (let i = 0; i < message.lines.length; ++i)
                        $root.skep.v1.LogLine.encode(message.lines[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.warning != null && $Object.hasOwnProperty.call(message, "warning") && message.warning !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.warning);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReadLogsMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.ReadLogsMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lines && message.lines.length))
                                message.lines = [];
                            message.lines.push($root.skep.v1.LogLine.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.warning = value;
                            else
                                delete message.warning;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            ReadLogsMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.lines != null && $Object.hasOwnProperty.call(message, "lines")) {
                    if (!$Array.isArray(message.lines))
                        return "lines: array expected";
                    for (let i = 0; i < message.lines.length; ++i) {
                        let error = $root.skep.v1.LogLine.verify(message.lines[i], _depth + 1);
                        if (error)
                            return "lines." + error;
                    }
                }
                if (message.warning != null && $Object.hasOwnProperty.call(message, "warning"))
                    if (!$util.isString(message.warning))
                        return "warning: string expected";
                return null;
            };

            ReadLogsMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.ReadLogsMessage";
            };

            return ReadLogsMessage;
        })();

        v1.EntryType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ENTRY_NORMAL"] = 0;
            values[valuesById[1] = "ENTRY_CONF_CHANGE"] = 1;
            values[valuesById[2] = "ENTRY_CONF_CHANGE_V2"] = 2;
            return values;
        })();

        v1.RaftEntry = (function() {

            const RaftEntry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftEntry.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftEntry.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftEntry.prototype.type = 0;

            RaftEntry.prototype.data = $util.newBuffer([]);

            RaftEntry.create = function(properties) {
                return new RaftEntry(properties);
            };

            RaftEntry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.term);
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.index);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.type);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftEntry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftEntry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftEntry.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.term != null && $Object.hasOwnProperty.call(message, "term"))
                    if (!$util.isInteger(message.term) && !(message.term && $util.isInteger(message.term.low) && $util.isInteger(message.term.high)))
                        return "term: integer|Long expected";
                if (message.index != null && $Object.hasOwnProperty.call(message, "index"))
                    if (!$util.isInteger(message.index) && !(message.index && $util.isInteger(message.index.low) && $util.isInteger(message.index.high)))
                        return "index: integer|Long expected";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (typeof message.type !== "number" || (message.type | 0) !== message.type)
                        return "type: enum value expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    if (!(message.data && typeof message.data.length === "number" || $util.isString(message.data)))
                        return "data: buffer expected";
                return null;
            };

            RaftEntry.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftEntry";
            };

            return RaftEntry;
        })();

        v1.RaftConfState = (function() {

            const RaftConfState = function (properties) {
                this.voters = [];
                this.learners = [];
                this.votersOutgoing = [];
                this.learnersNext = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftConfState.prototype.voters = $util.emptyArray;

            RaftConfState.prototype.learners = $util.emptyArray;

            RaftConfState.prototype.votersOutgoing = $util.emptyArray;

            RaftConfState.prototype.learnersNext = $util.emptyArray;

            RaftConfState.prototype.autoLeave = false;

            RaftConfState.create = function(properties) {
                return new RaftConfState(properties);
            };

            RaftConfState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.voters != null && message.voters.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).uint64s(message.voters);
                if (message.learners != null && message.learners.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint64s(message.learners);
                if (message.votersOutgoing != null && message.votersOutgoing.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).uint64s(message.votersOutgoing);
                if (message.learnersNext != null && message.learnersNext.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).uint64s(message.learnersNext);
                if (message.autoLeave != null && $Object.hasOwnProperty.call(message, "autoLeave") && message.autoLeave !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.autoLeave);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftConfState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftConfState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType === 2) {
                                if (!(message.voters && message.voters.length))
                                    message.voters = [];
                                reader.uint64s(message.voters);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.voters && message.voters.length))
                                message.voters = [];
                            message.voters.push(reader.uint64());
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.learners && message.learners.length))
                                    message.learners = [];
                                reader.uint64s(message.learners);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.learners && message.learners.length))
                                message.learners = [];
                            message.learners.push(reader.uint64());
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.votersOutgoing && message.votersOutgoing.length))
                                    message.votersOutgoing = [];
                                reader.uint64s(message.votersOutgoing);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.votersOutgoing && message.votersOutgoing.length))
                                message.votersOutgoing = [];
                            message.votersOutgoing.push(reader.uint64());
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.learnersNext && message.learnersNext.length))
                                    message.learnersNext = [];
                                reader.uint64s(message.learnersNext);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.learnersNext && message.learnersNext.length))
                                message.learnersNext = [];
                            message.learnersNext.push(reader.uint64());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.autoLeave = value;
                            else
                                delete message.autoLeave;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftConfState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.voters != null && $Object.hasOwnProperty.call(message, "voters")) {
                    if (!$Array.isArray(message.voters))
                        return "voters: array expected";
                    for (let i = 0; i < message.voters.length; ++i)
                        if (!$util.isInteger(message.voters[i]) && !(message.voters[i] && $util.isInteger(message.voters[i].low) && $util.isInteger(message.voters[i].high)))
                            return "voters: integer|Long[] expected";
                }
                if (message.learners != null && $Object.hasOwnProperty.call(message, "learners")) {
                    if (!$Array.isArray(message.learners))
                        return "learners: array expected";
                    for (let i = 0; i < message.learners.length; ++i)
                        if (!$util.isInteger(message.learners[i]) && !(message.learners[i] && $util.isInteger(message.learners[i].low) && $util.isInteger(message.learners[i].high)))
                            return "learners: integer|Long[] expected";
                }
                if (message.votersOutgoing != null && $Object.hasOwnProperty.call(message, "votersOutgoing")) {
                    if (!$Array.isArray(message.votersOutgoing))
                        return "votersOutgoing: array expected";
                    for (let i = 0; i < message.votersOutgoing.length; ++i)
                        if (!$util.isInteger(message.votersOutgoing[i]) && !(message.votersOutgoing[i] && $util.isInteger(message.votersOutgoing[i].low) && $util.isInteger(message.votersOutgoing[i].high)))
                            return "votersOutgoing: integer|Long[] expected";
                }
                if (message.learnersNext != null && $Object.hasOwnProperty.call(message, "learnersNext")) {
                    if (!$Array.isArray(message.learnersNext))
                        return "learnersNext: array expected";
                    for (let i = 0; i < message.learnersNext.length; ++i)
                        if (!$util.isInteger(message.learnersNext[i]) && !(message.learnersNext[i] && $util.isInteger(message.learnersNext[i].low) && $util.isInteger(message.learnersNext[i].high)))
                            return "learnersNext: integer|Long[] expected";
                }
                if (message.autoLeave != null && $Object.hasOwnProperty.call(message, "autoLeave"))
                    if (typeof message.autoLeave !== "boolean")
                        return "autoLeave: boolean expected";
                return null;
            };

            RaftConfState.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftConfState";
            };

            return RaftConfState;
        })();

        v1.RaftSnapshotMeta = (function() {

            const RaftSnapshotMeta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftSnapshotMeta.prototype.confState = null;

            RaftSnapshotMeta.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftSnapshotMeta.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftSnapshotMeta.create = function(properties) {
                return new RaftSnapshotMeta(properties);
            };

            RaftSnapshotMeta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.confState != null && $Object.hasOwnProperty.call(message, "confState"))
                    $root.skep.v1.RaftConfState.encode(message.confState, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.index);
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.term);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftSnapshotMeta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftSnapshotMeta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.confState = $root.skep.v1.RaftConfState.decode(reader, reader.size(), $undefined, _depth + 1, message.confState);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftSnapshotMeta.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.confState != null && $Object.hasOwnProperty.call(message, "confState")) {
                    let error = $root.skep.v1.RaftConfState.verify(message.confState, _depth + 1);
                    if (error)
                        return "confState." + error;
                }
                if (message.index != null && $Object.hasOwnProperty.call(message, "index"))
                    if (!$util.isInteger(message.index) && !(message.index && $util.isInteger(message.index.low) && $util.isInteger(message.index.high)))
                        return "index: integer|Long expected";
                if (message.term != null && $Object.hasOwnProperty.call(message, "term"))
                    if (!$util.isInteger(message.term) && !(message.term && $util.isInteger(message.term.low) && $util.isInteger(message.term.high)))
                        return "term: integer|Long expected";
                return null;
            };

            RaftSnapshotMeta.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftSnapshotMeta";
            };

            return RaftSnapshotMeta;
        })();

        v1.RaftSnapshot = (function() {

            const RaftSnapshot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftSnapshot.prototype.meta = null;

            RaftSnapshot.prototype.data = $util.newBuffer([]);

            RaftSnapshot.create = function(properties) {
                return new RaftSnapshot(properties);
            };

            RaftSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta"))
                    $root.skep.v1.RaftSnapshotMeta.encode(message.meta, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.meta = $root.skep.v1.RaftSnapshotMeta.decode(reader, reader.size(), $undefined, _depth + 1, message.meta);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftSnapshot.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meta != null && $Object.hasOwnProperty.call(message, "meta")) {
                    let error = $root.skep.v1.RaftSnapshotMeta.verify(message.meta, _depth + 1);
                    if (error)
                        return "meta." + error;
                }
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    if (!(message.data && typeof message.data.length === "number" || $util.isString(message.data)))
                        return "data: buffer expected";
                return null;
            };

            RaftSnapshot.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftSnapshot";
            };

            return RaftSnapshot;
        })();

        v1.RaftHardState = (function() {

            const RaftHardState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftHardState.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHardState.prototype.vote = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHardState.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHardState.create = function(properties) {
                return new RaftHardState(properties);
            };

            RaftHardState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.term);
                if (message.vote != null && $Object.hasOwnProperty.call(message, "vote") && (typeof message.vote === "object" ? message.vote.low || message.vote.high : message.vote !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.vote);
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.commit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftHardState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftHardState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.vote = value;
                            else
                                delete message.vote;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commit = value;
                            else
                                delete message.commit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftHardState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.term != null && $Object.hasOwnProperty.call(message, "term"))
                    if (!$util.isInteger(message.term) && !(message.term && $util.isInteger(message.term.low) && $util.isInteger(message.term.high)))
                        return "term: integer|Long expected";
                if (message.vote != null && $Object.hasOwnProperty.call(message, "vote"))
                    if (!$util.isInteger(message.vote) && !(message.vote && $util.isInteger(message.vote.low) && $util.isInteger(message.vote.high)))
                        return "vote: integer|Long expected";
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                    if (!$util.isInteger(message.commit) && !(message.commit && $util.isInteger(message.commit.low) && $util.isInteger(message.commit.high)))
                        return "commit: integer|Long expected";
                return null;
            };

            RaftHardState.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftHardState";
            };

            return RaftHardState;
        })();

        v1.RaftMessage = (function() {

            const RaftMessage = function (properties) {
                this.entries = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftMessage.prototype.type = 0;

            RaftMessage.prototype.to = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.from = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.logTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.entries = $util.emptyArray;

            RaftMessage.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.snapshot = null;

            RaftMessage.prototype.reject = false;

            RaftMessage.prototype.rejectHint = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.prototype.context = $util.newBuffer([]);

            RaftMessage.prototype.vote = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMessage.create = function(properties) {
                return new RaftMessage(properties);
            };

            RaftMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.type);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && (typeof message.to === "object" ? message.to.low || message.to.high : message.to !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.to);
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && (typeof message.from === "object" ? message.from.low || message.from.high : message.from !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.from);
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.term);
                if (message.logTerm != null && $Object.hasOwnProperty.call(message, "logTerm") && (typeof message.logTerm === "object" ? message.logTerm.low || message.logTerm.high : message.logTerm !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.logTerm);
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.index);
                if (message.entries != null && message.entries.length)
                    for (let i = 0; i < message.entries.length; ++i)
                        $root.skep.v1.RaftEntry.encode(message.entries[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.commit);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.skep.v1.RaftSnapshot.encode(message.snapshot, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.reject != null && $Object.hasOwnProperty.call(message, "reject") && message.reject !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.reject);
                if (message.rejectHint != null && $Object.hasOwnProperty.call(message, "rejectHint") && (typeof message.rejectHint === "object" ? message.rejectHint.low || message.rejectHint.high : message.rejectHint !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.rejectHint);
                if (message.context != null && $Object.hasOwnProperty.call(message, "context") && message.context.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.context);
                if (message.vote != null && $Object.hasOwnProperty.call(message, "vote") && (typeof message.vote === "object" ? message.vote.low || message.vote.high : message.vote !== 0))
                    writer.uint32(/* id 13, wireType 0 =*/104).uint64(message.vote);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.logTerm = value;
                            else
                                delete message.logTerm;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.entries && message.entries.length))
                                message.entries = [];
                            message.entries.push($root.skep.v1.RaftEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commit = value;
                            else
                                delete message.commit;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.skep.v1.RaftSnapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.reject = value;
                            else
                                delete message.reject;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rejectHint = value;
                            else
                                delete message.rejectHint;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.context = value;
                            else
                                delete message.context;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.vote = value;
                            else
                                delete message.vote;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (!$util.isInteger(message.type))
                        return "type: integer expected";
                if (message.to != null && $Object.hasOwnProperty.call(message, "to"))
                    if (!$util.isInteger(message.to) && !(message.to && $util.isInteger(message.to.low) && $util.isInteger(message.to.high)))
                        return "to: integer|Long expected";
                if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
                    if (!$util.isInteger(message.from) && !(message.from && $util.isInteger(message.from.low) && $util.isInteger(message.from.high)))
                        return "from: integer|Long expected";
                if (message.term != null && $Object.hasOwnProperty.call(message, "term"))
                    if (!$util.isInteger(message.term) && !(message.term && $util.isInteger(message.term.low) && $util.isInteger(message.term.high)))
                        return "term: integer|Long expected";
                if (message.logTerm != null && $Object.hasOwnProperty.call(message, "logTerm"))
                    if (!$util.isInteger(message.logTerm) && !(message.logTerm && $util.isInteger(message.logTerm.low) && $util.isInteger(message.logTerm.high)))
                        return "logTerm: integer|Long expected";
                if (message.index != null && $Object.hasOwnProperty.call(message, "index"))
                    if (!$util.isInteger(message.index) && !(message.index && $util.isInteger(message.index.low) && $util.isInteger(message.index.high)))
                        return "index: integer|Long expected";
                if (message.entries != null && $Object.hasOwnProperty.call(message, "entries")) {
                    if (!$Array.isArray(message.entries))
                        return "entries: array expected";
                    for (let i = 0; i < message.entries.length; ++i) {
                        let error = $root.skep.v1.RaftEntry.verify(message.entries[i], _depth + 1);
                        if (error)
                            return "entries." + error;
                    }
                }
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                    if (!$util.isInteger(message.commit) && !(message.commit && $util.isInteger(message.commit.low) && $util.isInteger(message.commit.high)))
                        return "commit: integer|Long expected";
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    let error = $root.skep.v1.RaftSnapshot.verify(message.snapshot, _depth + 1);
                    if (error)
                        return "snapshot." + error;
                }
                if (message.reject != null && $Object.hasOwnProperty.call(message, "reject"))
                    if (typeof message.reject !== "boolean")
                        return "reject: boolean expected";
                if (message.rejectHint != null && $Object.hasOwnProperty.call(message, "rejectHint"))
                    if (!$util.isInteger(message.rejectHint) && !(message.rejectHint && $util.isInteger(message.rejectHint.low) && $util.isInteger(message.rejectHint.high)))
                        return "rejectHint: integer|Long expected";
                if (message.context != null && $Object.hasOwnProperty.call(message, "context"))
                    if (!(message.context && typeof message.context.length === "number" || $util.isString(message.context)))
                        return "context: buffer expected";
                if (message.vote != null && $Object.hasOwnProperty.call(message, "vote"))
                    if (!$util.isInteger(message.vote) && !(message.vote && $util.isInteger(message.vote.low) && $util.isInteger(message.vote.high)))
                        return "vote: integer|Long expected";
                return null;
            };

            RaftMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftMessage";
            };

            return RaftMessage;
        })();

        v1.RaftConfChangeSingle = (function() {

            const RaftConfChangeSingle = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftConfChangeSingle.prototype.type = 0;

            RaftConfChangeSingle.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftConfChangeSingle.create = function(properties) {
                return new RaftConfChangeSingle(properties);
            };

            RaftConfChangeSingle.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.type);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.nodeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftConfChangeSingle.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftConfChangeSingle();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftConfChangeSingle.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    if (!$util.isInteger(message.type))
                        return "type: integer expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isInteger(message.nodeId) && !(message.nodeId && $util.isInteger(message.nodeId.low) && $util.isInteger(message.nodeId.high)))
                        return "nodeId: integer|Long expected";
                return null;
            };

            RaftConfChangeSingle.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftConfChangeSingle";
            };

            return RaftConfChangeSingle;
        })();

        v1.RaftConfChange = (function() {

            const RaftConfChange = function (properties) {
                this.changes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftConfChange.prototype.transition = 0;

            RaftConfChange.prototype.changes = $util.emptyArray;

            RaftConfChange.prototype.context = $util.newBuffer([]);

            RaftConfChange.create = function(properties) {
                return new RaftConfChange(properties);
            };

            RaftConfChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transition != null && $Object.hasOwnProperty.call(message, "transition") && message.transition !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.transition);
                if (message.changes != null && message.changes.length)
                    for (let i = 0; i < message.changes.length; ++i)
                        $root.skep.v1.RaftConfChangeSingle.encode(message.changes[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.context != null && $Object.hasOwnProperty.call(message, "context") && message.context.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.context);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftConfChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftConfChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.transition = value;
                            else
                                delete message.transition;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.changes && message.changes.length))
                                message.changes = [];
                            message.changes.push($root.skep.v1.RaftConfChangeSingle.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.context = value;
                            else
                                delete message.context;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftConfChange.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.transition != null && $Object.hasOwnProperty.call(message, "transition"))
                    if (!$util.isInteger(message.transition))
                        return "transition: integer expected";
                if (message.changes != null && $Object.hasOwnProperty.call(message, "changes")) {
                    if (!$Array.isArray(message.changes))
                        return "changes: array expected";
                    for (let i = 0; i < message.changes.length; ++i) {
                        let error = $root.skep.v1.RaftConfChangeSingle.verify(message.changes[i], _depth + 1);
                        if (error)
                            return "changes." + error;
                    }
                }
                if (message.context != null && $Object.hasOwnProperty.call(message, "context"))
                    if (!(message.context && typeof message.context.length === "number" || $util.isString(message.context)))
                        return "context: buffer expected";
                return null;
            };

            RaftConfChange.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftConfChange";
            };

            return RaftConfChange;
        })();

        v1.RaftMember = (function() {

            const RaftMember = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftMember.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftMember.prototype.nodeId = "";

            RaftMember.prototype.addr = "";

            RaftMember.create = function(properties) {
                return new RaftMember(properties);
            };

            RaftMember.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.raftId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nodeId);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.addr);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftMember.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftMember();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftMember.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                return null;
            };

            RaftMember.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftMember";
            };

            return RaftMember;
        })();

        v1.RaftFrame = (function() {

            const RaftFrame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftFrame.prototype.hello = null;

            RaftFrame.prototype.batch = null;

            RaftFrame.prototype.chunk = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            $Object.defineProperty(RaftFrame.prototype, "frame", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "batch", "chunk"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            RaftFrame.create = function(properties) {
                return new RaftFrame(properties);
            };

            RaftFrame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.skep.v1.RaftHello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch"))
                    $root.skep.v1.RaftMessageBatch.encode(message.batch, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.skep.v1.RaftSnapshotChunk.encode(message.chunk, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftFrame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftFrame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.skep.v1.RaftHello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.frame = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.batch = $root.skep.v1.RaftMessageBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.batch);
                            message.frame = "batch";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.skep.v1.RaftSnapshotChunk.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            message.frame = "chunk";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftFrame.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    properties.frame = 1;
                    {
                        let error = $root.skep.v1.RaftHello.verify(message.hello, _depth + 1);
                        if (error)
                            return "hello." + error;
                    }
                }
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch")) {
                    if (properties.frame === 1)
                        return "frame: multiple values";
                    properties.frame = 1;
                    {
                        let error = $root.skep.v1.RaftMessageBatch.verify(message.batch, _depth + 1);
                        if (error)
                            return "batch." + error;
                    }
                }
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk")) {
                    if (properties.frame === 1)
                        return "frame: multiple values";
                    properties.frame = 1;
                    {
                        let error = $root.skep.v1.RaftSnapshotChunk.verify(message.chunk, _depth + 1);
                        if (error)
                            return "chunk." + error;
                    }
                }
                return null;
            };

            RaftFrame.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftFrame";
            };

            return RaftFrame;
        })();

        v1.RaftHello = (function() {

            const RaftHello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftHello.prototype.protocolVersion = 0;

            RaftHello.prototype.clusterId = "";

            RaftHello.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHello.prototype.nodeId = "";

            RaftHello.prototype.addr = "";

            RaftHello.prototype.toRaftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHello.create = function(properties) {
                return new RaftHello(properties);
            };

            RaftHello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolVersion);
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.clusterId);
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.raftId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.nodeId);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.addr);
                if (message.toRaftId != null && $Object.hasOwnProperty.call(message, "toRaftId") && (typeof message.toRaftId === "object" ? message.toRaftId.low || message.toRaftId.high : message.toRaftId !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.toRaftId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftHello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftHello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocolVersion = value;
                            else
                                delete message.protocolVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clusterId = value;
                            else
                                delete message.clusterId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.toRaftId = value;
                            else
                                delete message.toRaftId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftHello.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    if (!$util.isInteger(message.protocolVersion))
                        return "protocolVersion: integer expected";
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId"))
                    if (!$util.isString(message.clusterId))
                        return "clusterId: string expected";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                if (message.toRaftId != null && $Object.hasOwnProperty.call(message, "toRaftId"))
                    if (!$util.isInteger(message.toRaftId) && !(message.toRaftId && $util.isInteger(message.toRaftId.low) && $util.isInteger(message.toRaftId.high)))
                        return "toRaftId: integer|Long expected";
                return null;
            };

            RaftHello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftHello";
            };

            return RaftHello;
        })();

        v1.RaftMessageBatch = (function() {

            const RaftMessageBatch = function (properties) {
                this.messages = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftMessageBatch.prototype.messages = $util.emptyArray;

            RaftMessageBatch.create = function(properties) {
                return new RaftMessageBatch(properties);
            };

            RaftMessageBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.messages != null && message.messages.length)
                    for (let i = 0; i < message.messages.length; ++i)
                        $root.skep.v1.RaftMessage.encode(message.messages[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftMessageBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftMessageBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.messages && message.messages.length))
                                message.messages = [];
                            message.messages.push($root.skep.v1.RaftMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftMessageBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.messages != null && $Object.hasOwnProperty.call(message, "messages")) {
                    if (!$Array.isArray(message.messages))
                        return "messages: array expected";
                    for (let i = 0; i < message.messages.length; ++i) {
                        let error = $root.skep.v1.RaftMessage.verify(message.messages[i], _depth + 1);
                        if (error)
                            return "messages." + error;
                    }
                }
                return null;
            };

            RaftMessageBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftMessageBatch";
            };

            return RaftMessageBatch;
        })();

        v1.RaftSnapshotChunk = (function() {

            const RaftSnapshotChunk = function (properties) {
                this.allMembers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftSnapshotChunk.prototype.message = null;

            RaftSnapshotChunk.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftSnapshotChunk.prototype.data = $util.newBuffer([]);

            RaftSnapshotChunk.prototype.last = false;

            RaftSnapshotChunk.prototype.crc32 = 0;

            RaftSnapshotChunk.prototype.allMembers = $util.emptyArray;

            RaftSnapshotChunk.create = function(properties) {
                return new RaftSnapshotChunk(properties);
            };

            RaftSnapshotChunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    $root.skep.v1.RaftMessage.encode(message.message, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.seq);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.data);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.last);
                if (message.crc32 != null && $Object.hasOwnProperty.call(message, "crc32") && message.crc32 !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.crc32);
                if (message.allMembers != null && message.allMembers.length)
                    for (let i = 0; i < message.allMembers.length; ++i)
                        $root.skep.v1.RaftMember.encode(message.allMembers[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftSnapshotChunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftSnapshotChunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.message = $root.skep.v1.RaftMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.message);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.crc32 = value;
                            else
                                delete message.crc32;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.allMembers && message.allMembers.length))
                                message.allMembers = [];
                            message.allMembers.push($root.skep.v1.RaftMember.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftSnapshotChunk.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message")) {
                    let error = $root.skep.v1.RaftMessage.verify(message.message, _depth + 1);
                    if (error)
                        return "message." + error;
                }
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    if (!(message.data && typeof message.data.length === "number" || $util.isString(message.data)))
                        return "data: buffer expected";
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    if (typeof message.last !== "boolean")
                        return "last: boolean expected";
                if (message.crc32 != null && $Object.hasOwnProperty.call(message, "crc32"))
                    if (!$util.isInteger(message.crc32))
                        return "crc32: integer expected";
                if (message.allMembers != null && $Object.hasOwnProperty.call(message, "allMembers")) {
                    if (!$Array.isArray(message.allMembers))
                        return "allMembers: array expected";
                    for (let i = 0; i < message.allMembers.length; ++i) {
                        let error = $root.skep.v1.RaftMember.verify(message.allMembers[i], _depth + 1);
                        if (error)
                            return "allMembers." + error;
                    }
                }
                return null;
            };

            RaftSnapshotChunk.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftSnapshotChunk";
            };

            return RaftSnapshotChunk;
        })();

        v1.RaftJoinRequest = (function() {

            const RaftJoinRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftJoinRequest.prototype.protocolVersion = 0;

            RaftJoinRequest.prototype.nodeId = "";

            RaftJoinRequest.prototype.addr = "";

            RaftJoinRequest.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftJoinRequest.create = function(properties) {
                return new RaftJoinRequest(properties);
            };

            RaftJoinRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolVersion);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nodeId);
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr") && message.addr !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.addr);
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.raftId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftJoinRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftJoinRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocolVersion = value;
                            else
                                delete message.protocolVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addr = value;
                            else
                                delete message.addr;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftJoinRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    if (!$util.isInteger(message.protocolVersion))
                        return "protocolVersion: integer expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                if (message.addr != null && $Object.hasOwnProperty.call(message, "addr"))
                    if (!$util.isString(message.addr))
                        return "addr: string expected";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                return null;
            };

            RaftJoinRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftJoinRequest";
            };

            return RaftJoinRequest;
        })();

        v1.RaftJoinResponse = (function() {

            const RaftJoinResponse = function (properties) {
                this.members = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftJoinResponse.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftJoinResponse.prototype.members = $util.emptyArray;

            RaftJoinResponse.prototype.clusterId = "";

            RaftJoinResponse.create = function(properties) {
                return new RaftJoinResponse(properties);
            };

            RaftJoinResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.raftId);
                if (message.members != null && message.members.length)
                    for (let i = 0; i < message.members.length; ++i)
                        $root.skep.v1.RaftMember.encode(message.members[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.clusterId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftJoinResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftJoinResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.members && message.members.length))
                                message.members = [];
                            message.members.push($root.skep.v1.RaftMember.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clusterId = value;
                            else
                                delete message.clusterId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftJoinResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                if (message.members != null && $Object.hasOwnProperty.call(message, "members")) {
                    if (!$Array.isArray(message.members))
                        return "members: array expected";
                    for (let i = 0; i < message.members.length; ++i) {
                        let error = $root.skep.v1.RaftMember.verify(message.members[i], _depth + 1);
                        if (error)
                            return "members." + error;
                    }
                }
                if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId"))
                    if (!$util.isString(message.clusterId))
                        return "clusterId: string expected";
                return null;
            };

            RaftJoinResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftJoinResponse";
            };

            return RaftJoinResponse;
        })();

        v1.RaftLeaveRequest = (function() {

            const RaftLeaveRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftLeaveRequest.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftLeaveRequest.prototype.nodeId = "";

            RaftLeaveRequest.create = function(properties) {
                return new RaftLeaveRequest(properties);
            };

            RaftLeaveRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.raftId);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nodeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftLeaveRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftLeaveRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftLeaveRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                return null;
            };

            RaftLeaveRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftLeaveRequest";
            };

            return RaftLeaveRequest;
        })();

        v1.RaftLeaveResponse = (function() {

            const RaftLeaveResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftLeaveResponse.create = function(properties) {
                return new RaftLeaveResponse(properties);
            };

            RaftLeaveResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftLeaveResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftLeaveResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftLeaveResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            RaftLeaveResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftLeaveResponse";
            };

            return RaftLeaveResponse;
        })();

        v1.RaftHealthRequest = (function() {

            const RaftHealthRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftHealthRequest.create = function(properties) {
                return new RaftHealthRequest(properties);
            };

            RaftHealthRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftHealthRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftHealthRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftHealthRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                return null;
            };

            RaftHealthRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftHealthRequest";
            };

            return RaftHealthRequest;
        })();

        v1.RaftHealthResponse = (function() {

            const RaftHealthResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RaftHealthResponse.prototype.raftId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHealthResponse.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHealthResponse.prototype.leader = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHealthResponse.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHealthResponse.prototype.applied = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RaftHealthResponse.prototype.nodeId = "";

            RaftHealthResponse.create = function(properties) {
                return new RaftHealthResponse(properties);
            };

            RaftHealthResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId") && (typeof message.raftId === "object" ? message.raftId.low || message.raftId.high : message.raftId !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.raftId);
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.term);
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader") && (typeof message.leader === "object" ? message.leader.low || message.leader.high : message.leader !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.leader);
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.commit);
                if (message.applied != null && $Object.hasOwnProperty.call(message, "applied") && (typeof message.applied === "object" ? message.applied.low || message.applied.high : message.applied !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.applied);
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.nodeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RaftHealthResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.skep.v1.RaftHealthResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.raftId = value;
                            else
                                delete message.raftId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.leader = value;
                            else
                                delete message.leader;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commit = value;
                            else
                                delete message.commit;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.applied = value;
                            else
                                delete message.applied;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RaftHealthResponse.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.raftId != null && $Object.hasOwnProperty.call(message, "raftId"))
                    if (!$util.isInteger(message.raftId) && !(message.raftId && $util.isInteger(message.raftId.low) && $util.isInteger(message.raftId.high)))
                        return "raftId: integer|Long expected";
                if (message.term != null && $Object.hasOwnProperty.call(message, "term"))
                    if (!$util.isInteger(message.term) && !(message.term && $util.isInteger(message.term.low) && $util.isInteger(message.term.high)))
                        return "term: integer|Long expected";
                if (message.leader != null && $Object.hasOwnProperty.call(message, "leader"))
                    if (!$util.isInteger(message.leader) && !(message.leader && $util.isInteger(message.leader.low) && $util.isInteger(message.leader.high)))
                        return "leader: integer|Long expected";
                if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                    if (!$util.isInteger(message.commit) && !(message.commit && $util.isInteger(message.commit.low) && $util.isInteger(message.commit.high)))
                        return "commit: integer|Long expected";
                if (message.applied != null && $Object.hasOwnProperty.call(message, "applied"))
                    if (!$util.isInteger(message.applied) && !(message.applied && $util.isInteger(message.applied.low) && $util.isInteger(message.applied.high)))
                        return "applied: integer|Long expected";
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    if (!$util.isString(message.nodeId))
                        return "nodeId: string expected";
                return null;
            };

            RaftHealthResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/skep.v1.RaftHealthResponse";
            };

            return RaftHealthResponse;
        })();

        return v1;
    })();

    return skep;
})();

export {
  $root as default
};
