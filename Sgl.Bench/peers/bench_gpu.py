#!/usr/bin/env python3
"""Times the work of `Sgl.Bench gpu` in PyTorch on a CUDA card, and writes peers_gpu.json.

    python bench_gpu.py [--sgl artifacts/gpu.json] [--out artifacts] [--neurons 4194304] [--rounds 20]

The leaky neuron over 100 time steps, forward and the gradient of the input: PyTorch's loop under autograd, an autograd
function with the loops written out, SpikingJelly's LIFNode with each backend that is installed. And a training step of
784-1000-10 with Adam, T = 25, B = 128, for an image that is the same at every step and for spikes drawn on the card: each
layer at each step, one product per layer, and that as a CUDA graph.

Each is first held to the recursion written out with autograd. What is not installed or does not run is listed with the
reason. With --sgl, ours_ms, floor_ms and ratio are those of our benchmark's file, where the size is the same: another
process on the same card, so run one directly after the other.
"""

import argparse
import datetime
import importlib.util
import json
import math
import os
import time

from bench import BETA, arctan, check, reference, spikingjelly_lif

import torch
from torch.nn import functional

LIF_STEPS, CHECKED = 100, 65536
STEPS, BATCH, PIXELS, HIDDEN, CLASSES = 25, 128, 784, 1000, 10
PLANES = 12  # of [T, N] floats that autograd's loop holds, and some to spare


class SequenceLif(torch.autograd.Function):
    """All time steps at once, with the loop and its adjoint written out."""

    @staticmethod
    def forward(ctx, x):
        v, membranes, spikes = torch.zeros_like(x[0]), torch.empty_like(x), torch.empty_like(x)
        for t in range(len(x)):
            v = torch.add(x[t], v, alpha=BETA, out=membranes[t])
            torch.ge(v, 1.0, out=spikes[t])
            v = v - spikes[t]
        ctx.save_for_backward(membranes)
        return spikes

    @staticmethod
    def backward(ctx, gradient):
        (membranes,) = ctx.saved_tensors
        slope = 1 / (1 + (math.pi * (membranes - 1.0)) ** 2)
        result, dv = torch.empty_like(gradient), torch.zeros_like(gradient[0])
        for t in reversed(range(len(gradient))):
            dv = torch.add(torch.mul(gradient[t], slope[t]), dv, alpha=BETA, out=result[t])
        return result


def same(run):
    return lambda: (run, reference)


NEURONS = [
    ("pytorch-loop", None, same(reference)),
    ("pytorch-function", None, same(SequenceLif.apply)),
    ("spikingjelly-torch", "spikingjelly", spikingjelly_lif("torch")),
    ("spikingjelly-cupy", "spikingjelly", spikingjelly_lif("cupy")),
    ("spikingjelly-triton", "spikingjelly", spikingjelly_lif("triton")),
]


def shortest(action, rounds):
    """The shortest time in milliseconds, the card's work included, after a quarter of the rounds to warm up."""
    best = math.inf
    for i in range(-max(1, rounds // 4), rounds):
        torch.cuda.synchronize()
        start = time.perf_counter()
        action()
        torch.cuda.synchronize()
        if i >= 0:
            best = min(best, time.perf_counter() - start)
    return 1000 * best


def uniform(shape, low, high):
    return torch.rand(shape, device="cuda") * (high - low) + low


def time_neurons(neurons, rounds, report):
    free = torch.cuda.mem_get_info()[0]
    while PLANES * 4 * LIF_STEPS * neurons > 0.75 * free:
        neurons //= 2
    few = uniform((LIF_STEPS, min(neurons, CHECKED)), -0.2, 0.6).requires_grad_()
    x = uniform((LIF_STEPS, neurons), -0.2, 0.6).requires_grad_()
    gradient = uniform(x.shape, -1, 1)
    for name, package, create in NEURONS:
        if package is not None and importlib.util.find_spec(package) is None:
            report.skip(f"lif-vs-{name}", f"not installed: pip install {package}")
            continue
        try:
            run, expected = create()
            check(run, expected, few, gradient[:, : few.shape[1]])
            ms = shortest(lambda: torch.autograd.grad([run(x)], [x], [gradient]), rounds)
        except Exception as problem:  # whatever a library or its compiler throws
            report.skip(f"lif-vs-{name}", problem)
            continue
        finally:
            torch.cuda.empty_cache()
        report.add(f"lif-vs-{name}", "lif-vs-device-copy", f"T = {LIF_STEPS}, N = {neurons}", ms)


class Mlp:
    """The network, a batch, and Adam; the readout is the mean membrane potential of neurons that never spike."""

    def __init__(self, is_poisson, capturable):
        generator = torch.Generator(device="cuda").manual_seed(1)
        self.weights = []
        for inputs, outputs in ((PIXELS, HIDDEN), (HIDDEN, CLASSES)):
            for shape in ((outputs, inputs), (outputs,)):
                bound = 1 / math.sqrt(inputs)
                weight = (torch.rand(shape, generator=generator, device="cuda") * 2 - 1) * bound
                self.weights.append(weight.requires_grad_())
        bright = torch.rand((BATCH, PIXELS), generator=generator, device="cuda")
        self.images = torch.where(bright < 0.2, bright * 5, torch.zeros_like(bright))
        self.labels = torch.arange(BATCH, device="cuda") % CLASSES
        self.is_poisson = is_poisson
        self.spike = arctan(2.0)
        self.adam = torch.optim.Adam(self.weights, lr=1e-4, fused=True, capturable=capturable)

    def input(self):
        """One row for all steps, or spikes, each as likely as its pixel is bright."""
        if not self.is_poisson:
            return self.images
        return (torch.rand((STEPS, BATCH, PIXELS), device="cuda") < self.images).float()

    def step_by_step(self, x):
        w1, b1, w2, b2 = self.weights
        v, membrane, total = 0.0, 0.0, 0.0
        for t in range(STEPS):
            v = BETA * v + functional.linear(x[t] if self.is_poisson else x, w1, b1)
            s = self.spike(v - 1.0)
            v = v - s.detach()
            membrane = BETA * membrane + functional.linear(s, w2, b2)
            total = total + membrane
        return total / STEPS

    def layer_by_layer(self, x):
        w1, b1, w2, b2 = self.weights
        currents = functional.linear(x, w1, b1).expand(STEPS, BATCH, HIDDEN)
        outputs = functional.linear(SequenceLif.apply(currents), w2, b2)
        left = torch.arange(STEPS, 0, -1, device="cuda")
        share = (1 - BETA**left) / (1 - BETA) / STEPS  # of each step's current in the mean membrane potential
        return torch.einsum("t,tbc->bc", share, outputs)

    def loss(self, form, x):
        return functional.cross_entropy(form(x), self.labels)

    def train(self, form):
        self.adam.zero_grad(set_to_none=True)
        loss = self.loss(form, self.input())
        loss.backward()
        self.adam.step()
        return loss

    def check(self, form):
        """Raises unless loss and gradients are those of the layers step by step."""
        x = self.input()
        ours, theirs = self.loss(form, x), self.loss(self.step_by_step, x)
        if not torch.isclose(ours, theirs, rtol=1e-3):
            raise RuntimeError(f"the loss is {ours.item():.6g}, that of the recursion {theirs.item():.6g}")
        a, b = torch.autograd.grad(ours, self.weights), torch.autograd.grad(theirs, self.weights)
        distance = max(((p - q).norm() / q.norm()).item() for p, q in zip(a, b))
        if not distance < 1e-2:  # a few spikes hang on the order of a sum
            raise RuntimeError(f"the gradient differs from that of the recursion by {distance:.3g}")


def eager(mlp, form):
    return lambda: mlp.train(form)


def captured(mlp, form):
    """The whole step as one CUDA graph, after a warm-up beside the default stream, as PyTorch's manual has it."""
    beside = torch.cuda.Stream()
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        for _ in range(3):
            mlp.train(form)
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    mlp.adam.zero_grad(set_to_none=True)
    with torch.cuda.graph(graph):
        mlp.train(form)
    return graph.replay


TRAININGS = [
    ("pytorch-loop", Mlp.step_by_step, eager, False),
    ("pytorch-layers", Mlp.layer_by_layer, eager, False),
    ("pytorch-layers-graph", Mlp.layer_by_layer, captured, True),
]


def time_training(is_poisson, rounds, report):
    kind = "mlp-poisson" if is_poisson else "mlp-constant"
    for name, method, prepare, capturable in TRAININGS:
        try:
            mlp = Mlp(is_poisson, capturable)
            form = method.__get__(mlp)
            mlp.check(form)
            ms = shortest(prepare(mlp, form), 10 * rounds)
        except RuntimeError as problem:
            report.skip(f"{kind}-vs-{name}", problem)
            continue
        size = f"{PIXELS}-{HIDDEN}-{CLASSES}, T = {STEPS}, B = {BATCH}"
        report.add(f"{kind}-vs-{name}", f"{kind}-gpu-vs-cpu", size, ms)


class Report:
    """What was measured, printed at once and written in the end in the format of our own benchmarks."""

    def __init__(self, sgl):
        self.rows = []
        self.ours = []
        if sgl is not None:
            with open(sgl, encoding="utf-8") as file:
                self.ours = json.load(file)

    def add(self, name, counterpart, size, ms):
        # What did not fit in memory is said after the size.
        ours = [r for r in self.ours if r["name"] == counterpart and r["size"].split(" (")[0] == size]
        ours_ms, floor_ms = (ours[0]["ours_ms"], ours[0]["floor_ms"]) if ours else (None, None)
        ratio = ms / ours_ms if ours else None
        self.rows.append({
            "name": name, "ratio": ratio, "ours_ms": ours_ms, "other_ms": ms, "floor_ms": floor_ms, "size": size,
            "device": torch.cuda.get_device_name(), "date": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}"})
        against = f"{ratio:8.2f} times ours, {ours_ms:.3f} ms" if ours else "no figure of ours at this size"
        print(f"{name:36} {ms:10.3f} ms  {against}", flush=True)

    def skip(self, name, reason):
        print(f"{name:36} not timed: {' '.join(str(reason).split())}", flush=True)

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "peers_gpu.json")
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            json.dump(self.rows, file, indent=2)
        os.replace(path + ".tmp", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sgl", metavar="FILE", help="gpu.json of our own benchmarks")
    parser.add_argument("--out", metavar="DIR", default="artifacts")
    parser.add_argument("--neurons", type=int, default=4 << 20)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    if not torch.cuda.is_available():
        raise SystemExit("PyTorch finds no CUDA card.")

    torch.manual_seed(1)
    print(f"PyTorch {torch.__version__} on {torch.cuda.get_device_name()}")
    report = Report(options.sgl)
    time_neurons(options.neurons, options.rounds, report)
    for is_poisson in (False, True):
        time_training(is_poisson, options.rounds, report)
    report.write(options.out)


if __name__ == "__main__":
    main()
