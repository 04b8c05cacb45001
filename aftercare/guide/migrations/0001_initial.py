import aftercare.core.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from aftercare.core.together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0003_name_search'),
        ('network', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name='Passage',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('kind', models.CharField(choices=[('chapter', 'Chapter'), ('agreement', 'Working agreement'), ('lesson', 'Lesson')], max_length=10, verbose_name='kind')),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('text', models.TextField(max_length=8000, verbose_name='text')),
                        ('position', models.PositiveIntegerField()),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('taken_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guide.passage')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'indexes': [models.Index(fields=['region', 'position'], name='passage_of_region')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('region', 'taken_from'), name='passage_taken_over_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TakenService',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='taken_over', to='network.service')),
                        ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.service')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-at', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('region', 'origin'), name='takenservice_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Edition',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='accounts.region')),
                        ('number', models.PositiveIntegerField()),
                        ('words', models.JSONField()),
                        ('news', models.TextField(blank=True, max_length=600, verbose_name='what is new')),
                        ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['region', '-number'],
                        'constraints': [models.UniqueConstraint(fields=('region', 'number'), name='edition_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('passage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='guide.passage')),
                        ('block', models.CharField(blank=True, choices=[('aftercare', 'Aftercare after treatment'), ('peer_group', 'Support group, peers'), ('peer_worker', 'Peer worker'), ('relatives', 'Help for relatives'), ('housing', 'Recovery housing'), ('work', 'Work and daytime activities'), ('money', 'Debts and money'), ('outdoors', 'Moving and outdoors'), ('evening', 'A place to go in the evening'), ('neighbourhood', 'Neighbourhood team')], max_length=15, verbose_name='building block')),
                        ('text', models.TextField(blank=True, max_length=1000, verbose_name='what you want to say')),
                        ('proposed', models.TextField(blank=True, max_length=8000, verbose_name='how you would write it')),
                        ('over_revision', models.PositiveIntegerField(default=0)),
                        ('voice', models.CharField(blank=True, choices=[('professional', 'Professional'), ('policy', 'Policy maker'), ('lived', 'Lived experience'), ('relative', 'Relative'), ('self_help', 'Self-help group')], max_length=12)),
                        ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('state', models.CharField(choices=[('open', 'Waits for the design team'), ('taken_over', 'Taken over'), ('answered', 'Answered')], default='open', max_length=10)),
                        ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-said_at', '-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('proposed', ''), _negated=True), _connector='OR'), name='remark_says_something'), models.CheckConstraint(condition=models.Q(('proposed', ''), ('passage__isnull', False), _connector='OR'), name='remark_proposes_another_text_of_a_passage'), models.CheckConstraint(condition=models.Q(('passage', None), ('block', ''), _connector='OR'), name='remark_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('settled_at', None), ('settled_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='remark_settled_by_and_at_together')],
                    },
                ),
            ]
        ),
    ]
