"""The buttons of the panel Train from Photos."""

import shutil
from pathlib import Path
from typing import Any

import bpy

from ...client.errors import EngineError
from ...client.json_process import start_training
from ...contract.errors import RequestError
from ...contract.recipes import training_to_text
from ...contract.training import TrainFromPhotos
from .. import light_runtime, personal_models, preferences, processes, session
from ..photo_properties import ANY
from ..samples_image import show_samples, update_samples

NEEDS_PYTORCH = "Training needs PyTorch: press Set Up PyTorch in ArtML's Preferences."
KINDS = tuple(sorted(bpy.path.extensions_image))


class ARTML_OT_train_from_photos(bpy.types.Operator):
    """Train a model of your own on the photos, beside Blender; the one that generates is the best so far"""

    bl_idname = "artml.train_from_photos"
    bl_label = "Train"

    def execute(self, context: bpy.types.Context) -> set[str]:
        if processes.training.is_running:
            self.report({"WARNING"}, "A model is being trained already; pause that first")
            return {"CANCELLED"}
        try:
            request = training_request(context)
            python = session.engine_python()
            if python == light_runtime.find():
                raise EngineError(NEEDS_PYTORCH)
            process = start_training(python, preferences.device(), _written(request))
        except (OSError, EngineError, RequestError) as error:
            context.window_manager.artml_training.status = str(error)
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        name = request.name
        processes.training.watch(process, "Starting", _finish, lambda: update_samples(name))
        if not bpy.app.background:
            return {"FINISHED"}
        outcome = processes.training.wait()
        self.report({"ERROR" if outcome.is_error else "INFO"}, outcome.text)
        return {"CANCELLED"} if outcome.is_error else {"FINISHED"}


class ARTML_OT_pause_training(bpy.types.Operator):
    """Stop for now, and keep the best so far as the model; Train goes on where it was"""

    bl_idname = "artml.pause_training"
    bl_label = "Pause"

    def execute(self, context: bpy.types.Context) -> set[str]:
        processes.training.ask_to_stop()
        context.window_manager.artml_training.status = "Saving the best so far"
        return {"FINISHED"}


class ARTML_OT_show_samples(bpy.types.Operator):
    """Show the training's sheet in an Image Editor: photos, what was made of them at first, what is made now, and the
    distance to what it does not see"""

    bl_idname = "artml.show_samples"
    bl_label = "Show Samples"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if personal_models.samples_of(context.scene.artml.model_name) is None:
            cls.poll_message_set("There are samples once a training of that name has run for a moment")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        show_samples(context, context.scene.artml.model_name)
        return {"FINISHED"}


class ARTML_OT_remove_model(bpy.types.Operator):
    """Delete the model and its training; materials that it made stay, but cannot be made again or adjusted"""

    bl_idname = "artml.remove_model"
    bl_label = "Remove Model"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if not personal_models.is_begun(context.scene.artml.model_name):
            cls.poll_message_set("There is no model of that name")
            return False
        if processes.training.is_running:
            cls.poll_message_set("A model is being trained; pause that first")
            return False
        return True

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings = context.scene.artml
        name = settings.model_name
        if settings.model == name:
            settings.property_unset("model")
        try:
            shutil.rmtree(personal_models.folder_of(name))
        except OSError as error:
            self.report({"ERROR"}, f"The model cannot be deleted: {error.strerror}.")
            return {"CANCELLED"}
        self.report({"INFO"}, f"Removed the model {name}")
        return {"FINISHED"}


def training_request(context: bpy.types.Context) -> TrainFromPhotos:
    """Of the scene's settings; raises RequestError."""
    settings = context.scene.artml
    return TrainFromPhotos(
        photos=tuple(map(str, photos_in(settings.photos_folder))),
        name=settings.model_name,
        category="" if settings.training_category == ANY else settings.training_category,
        minutes=settings.training_minutes,
    )


def photos_in(folder: str) -> list[Path]:
    """The pictures of a folder, in alphabetical order; raises RequestError."""
    if not folder:
        raise RequestError("Choose the folder with your photos first.")
    try:
        files = sorted(Path(bpy.path.abspath(folder)).absolute().iterdir())
    except OSError as error:
        raise RequestError(f"The folder {folder} cannot be read: {error.strerror}.") from None
    photos = [file for file in files if file.suffix.lower() in KINDS and not file.name.startswith(".")]
    if not photos:
        raise RequestError(f"The folder {folder} has no pictures.")
    return photos


def _written(request: TrainFromPhotos) -> Path:
    """The request as a recipe in the model's folder; raises OSError."""
    folder = personal_models.folder_of(request.name)
    folder.mkdir(parents=True, exist_ok=True)
    recipe = folder / personal_models.RECIPE
    recipe.write_text(training_to_text(request), encoding="utf-8")
    return recipe


def _finish(message: dict[str, Any]) -> str:
    """What to tell the user of the model that is there now."""
    name = Path(message["trained"]).stem
    figures = personal_models.card_of(name).get("figures", {})
    update_samples(name)
    before, after = figures.get("distance_before", 0.0), figures.get("distance_after", 0.0)
    return f"Choose {name} as the Model. Its distance to what it did not see was {before:.2f} and is {after:.2f}"
