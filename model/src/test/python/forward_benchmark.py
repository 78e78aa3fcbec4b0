"""PyTorch's side of ForwardBenchmark: runs an exported generator, node by node, with PyTorch's operators.

A worker told over stdin what to do, one answer line each:

    version                         versions
    load PATH                       an ONNX file with the same weights; answers "ready"
    run BATCH SECONDS THREADS FRESH showers per second; FRESH is 1 if each batch draws its own noise, else 0
"""

import sys
import time

import numpy
import onnx
import torch
from onnx import numpy_helper

TYPES = {
    onnx.TensorProto.FLOAT: torch.float32,
    onnx.TensorProto.DOUBLE: torch.float64,
    onnx.TensorProto.INT64: torch.int64,
    onnx.TensorProto.BOOL: torch.bool,
}


def slice_(attributes, x, start, end, axis):
    return x[:, int(start) : int(end)]


OPERATORS = {
    "Add": lambda a, x, y: x + y,
    "And": lambda a, x, y: x & y,
    "Cast": lambda a, x: x.to(TYPES[a["to"]]),
    "Concat": lambda a, *parts: torch.cat(parts, a["axis"]),
    "Div": lambda a, x, y: x / y,
    "Exp": lambda a, x: torch.exp(x),
    "Floor": lambda a, x: torch.floor(x),
    "Gather": lambda a, x, i: x[i] if a.get("axis", 0) == 0 else x[:, i],
    "GatherElements": lambda a, x, i: torch.gather(x, a["axis"], i),
    "Gemm": lambda a, x, w, b: torch.nn.functional.linear(x, w, b),
    "Greater": lambda a, x, y: x > y,
    "LeakyRelu": lambda a, x: torch.nn.functional.leaky_relu(x, a["alpha"]),
    "Less": lambda a, x, y: x < y,
    "Log": lambda a, x: torch.log(x),
    "Max": lambda a, x, y: torch.maximum(x, y),
    "Min": lambda a, x, y: torch.minimum(x, y),
    "Mul": lambda a, x, y: x * y,
    "ReduceMax": lambda a, x: x.amax(1, keepdim=True),
    "ReduceSum": lambda a, x, axis: x.sum(1, keepdim=True),
    "Relu": lambda a, x: torch.relu(x),
    "ScatterElements": lambda a, x, i, y: torch.scatter(x, a["axis"], i, y),
    "Slice": slice_,
    "Softplus": lambda a, x: torch.nn.functional.softplus(x),
    "Sub": lambda a, x, y: x - y,
    "TopK": lambda a, x, k: torch.topk(x, int(k), a["axis"]),
    "Where": lambda a, c, x, y: torch.where(c, x, y),
}


class Model:
    def __init__(self, path):
        graph = onnx.load(path).graph
        self.constants = {
            t.name: torch.from_numpy(numpy.array(numpy_helper.to_array(t))) for t in graph.initializer
        }
        self.inputs = {i.name: i.type.tensor_type.shape.dim[1].dim_value for i in graph.input}
        self.outputs = [o.name for o in graph.output]
        self.nodes = [
            (
                OPERATORS[n.op_type],
                {a.name: onnx.helper.get_attribute_value(a) for a in n.attribute},
                list(n.input),
                list(n.output),
            )
            for n in graph.node
            if n.op_type != "Identity"
        ]
        self.alias = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Identity"}

    def noise(self, batch):
        given = {}
        for name, width in self.inputs.items():
            if name == "conditions":
                given[name] = 1 + 19 * torch.rand(batch, width)
            else:
                given[name] = torch.randn(batch, width)
        return given

    def run(self, given):
        values = dict(self.constants)
        values.update(given)
        for operator, attributes, inputs, outputs in self.nodes:
            out = operator(attributes, *[values[name] for name in inputs])
            if len(outputs) == 1:
                values[outputs[0]] = out
            else:
                values.update(zip(outputs, out))
        return [values[self.alias.get(name, name)] for name in self.outputs]


def rate(model, batch, seconds, threads, fresh):
    torch.set_num_threads(threads)
    given = model.noise(batch)
    with torch.inference_mode():
        model.run(given)
        made = 0
        start = time.perf_counter()
        passed = 0
        while passed < seconds:
            model.run(model.noise(batch) if fresh else given)
            made += batch
            passed = time.perf_counter() - start
    return made / passed


def main():
    model = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "version":
            answer = f"PyTorch {torch.__version__}"
        elif words[0] == "load":
            model = Model(line[len("load ") :].rstrip("\n"))
            answer = "ready"
        else:
            answer = str(rate(model, int(words[1]), float(words[2]), int(words[3]), words[4] == "1"))
        print(answer, flush=True)


main()
